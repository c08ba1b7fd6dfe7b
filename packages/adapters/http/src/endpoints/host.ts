import { CustomerId, OrganizationId } from '@seat-ledger/core'
import type * as t from 'io-ts'
import { andThen } from '../call/awaitable.js'
import type { CustomerQuery } from '../ports/customers.js'
import type { Organization } from '../ports/organizations.js'
import type { Awaitable } from '../ports/subject.js'
import type { Services } from './services.js'

/** An organization as the host has it, under an id that was checked. */
export interface Tenant extends Omit<Organization, 'id'> {
  readonly id: OrganizationId
}

/** An id that the host gave. What is none is a defect of the host, and answered as one. */
export const hostId = <Id extends string>(codec: t.Type<Id, string, unknown>, id: string): Id => {
  if (codec.is(id)) return id
  throw new TypeError(`The host gave ${JSON.stringify(id)}, which is no ${codec.name}`)
}

/** The organization of an id. */
export const tenantOf = ({ findOrganization }: Services, id: string): Awaitable<Tenant | undefined> => {
  const checked = hostId(OrganizationId, id)
  return andThen(findOrganization(checked), (organization) =>
    organization === undefined ? undefined : { ...organization, id: checked },
  )
}

/** The customer of an address. */
export const customerIdOf = async ({ customerOf }: Services, query: CustomerQuery): Promise<CustomerId> =>
  hostId(CustomerId, await customerOf(query))
