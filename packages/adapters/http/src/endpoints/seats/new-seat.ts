import type { CustomerId, Email, ExternalId, OrganizationId, SeatMetadata } from '@seat-ledger/core'
import { andThen } from '../../call/awaitable.js'
import type { Awaitable } from '../../ports/subject.js'
import { customerIdOf } from '../host.js'
import type { Services } from '../services.js'

/** A seat as a request asks for it. */
export interface SeatFields {
  readonly email: Email
  readonly external_customer_id?: ExternalId | null
  readonly member_id?: ExternalId | null
  readonly external_member_id?: ExternalId | null
  readonly metadata?: SeatMetadata | null
  readonly immediate_claim?: boolean | null
}

/** A seat as the engine takes it. */
export interface NewSeatInput {
  readonly email: string
  readonly metadata: SeatMetadata | null
  readonly member: {
    readonly memberId: string | null
    readonly externalMemberId: string | null
    readonly externalCustomerId: string | null
  } | null
  readonly immediateClaim: { readonly customerId: CustomerId } | null
}

/** Turns the one into the other; asks the host who claims a seat that is claimed at once. */
export const newSeatInput = (
  services: Services,
  organizationId: OrganizationId,
  fields: SeatFields,
): Awaitable<NewSeatInput> => {
  const memberId = fields.member_id ?? null
  const externalMemberId = fields.external_member_id ?? null
  const externalCustomerId = fields.external_customer_id ?? null
  const email = fields.email.typed
  const isNamed = memberId !== null || externalMemberId !== null || externalCustomerId !== null
  const seat = {
    email,
    metadata: fields.metadata ?? null,
    member: isNamed ? { memberId, externalMemberId, externalCustomerId } : null,
    immediateClaim: null,
  }
  if (fields.immediate_claim !== true) return seat
  const customer = customerIdOf(services, { organizationId, email, externalCustomerId })
  return andThen(customer, (customerId) => ({ ...seat, immediateClaim: { customerId } }))
}
