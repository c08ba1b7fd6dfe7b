import { type Actor, CustomerId, ExternalId, type OrganizationId } from '@seat-ledger/core'
import * as E from 'fp-ts/lib/Either.js'
import { andThen } from '../call/awaitable.js'
import { mayWrite } from '../call/bearer.js'
import type { Failure } from '../failures/failures.js'
import type { Awaitable, CustomerSession, Subject } from '../ports/subject.js'
import { hostId, type Tenant, tenantOf } from './host.js'
import type { Services } from './services.js'

/** Whoever works for organizations. */
export interface Staff {
  /** At least one: where an id is used by several of them, the first has it. */
  readonly organizations: readonly Tenant[]
  /** Null where the caller may not see invitation tokens. */
  readonly tokenKeys: Services['keys'] | null
  /** Whether the caller may see the secrets that webhooks are signed with. */
  readonly seesSecrets: boolean
  readonly actor: Actor
  /** Whose idempotency keys these are. */
  readonly keyScope: string
}

/** A signed-in customer. */
export interface Customer {
  readonly organization: Tenant
  readonly customerId: CustomerId
  readonly email: string | null
  readonly tokenKeys: Services['keys'] | null
  readonly actor: Actor
  readonly keyScope: string
}

const unauthenticated: E.Either<Failure, never> = E.left({ _tag: 'Unauthenticated', tokenGiven: true })

/** An organization token, or a personal one with its organizations, narrowed to one of them where the query says so. */
export const staffOf = (
  subject: Exclude<Subject, CustomerSession>,
  wanted: string | undefined,
  services: Services,
): Awaitable<E.Either<Failure, Staff>> => {
  const ids = subject.kind === 'organization' ? [subject.organizationId] : subject.organizationIds
  const chosen = wanted === undefined ? ids : ids.filter((id) => id === wanted)
  if (chosen.length === 0 && ids.length > 0)
    return E.left({ _tag: 'NotFound', detail: 'Organization not found' })
  return andThen(tenantsOf(services, chosen), (organizations) => staffIn(organizations, subject, services))
}

const tenantsOf = (
  services: Services,
  [first, ...others]: readonly string[],
): Awaitable<readonly Tenant[]> => {
  if (first === undefined) return []
  return andThen(tenantOf(services, first), (organization) => {
    const known = organization === undefined ? [] : [organization]
    return others.length === 0 ? known : andThen(tenantsOf(services, others), (more) => [...known, ...more])
  })
}

const staffIn = (
  organizations: readonly Tenant[],
  subject: Exclude<Subject, CustomerSession>,
  services: Services,
): E.Either<Failure, Staff> => {
  if (organizations.length === 0) return unauthenticated
  const tokenKeys = mayWrite(subject) ? services.keys : null
  const who =
    subject.kind === 'organization'
      ? {
          actor: actorOf('organization', subject.tokenId ?? subject.organizationId),
          keyScope: `organization:${subject.organizationId}`,
        }
      : { actor: actorOf('user', subject.userId), keyScope: `user:${subject.userId}` }
  const seesSecrets = subject.scopes.includes('webhooks:write')
  return E.right({ organizations, tokenKeys, seesSecrets, ...who })
}

/** A customer's session. */
export const customerOf = async (
  subject: CustomerSession,
  services: Services,
): Promise<E.Either<Failure, Customer>> => {
  const organization = await tenantOf(services, subject.organizationId)
  if (organization === undefined) return unauthenticated
  const customerId = hostId(CustomerId, subject.customerId)
  return E.right({
    organization,
    customerId,
    email: subject.email,
    tokenKeys: mayWrite(subject) ? services.keys : null,
    ...customerActor(customerId),
  })
}

/** A customer as the one who acts. */
export const customerActor = (customerId: CustomerId): Pick<Customer, 'actor' | 'keyScope'> => ({
  actor: actorOf('customer', customerId),
  keyScope: `customer:${customerId}`,
})

/** A host's name for somebody may be longer than what an event keeps. */
const actorOf = (kind: Actor['kind'], name: string): Actor => {
  const id = ExternalId.is(name) ? name : name.replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, ' ').slice(0, 255)
  return { kind, id: ExternalId.is(id) ? id : UNNAMED }
}

const UNNAMED = ((): Actor['id'] => {
  const id = 'unnamed'
  if (!ExternalId.is(id)) throw new Error('a word is an id')
  return id
})()

/** The first of the caller's organizations in which something is found, with what was found there. */
export const firstOf = async <Found>(
  { organizations }: Staff,
  find: (organizationId: OrganizationId) => Promise<E.Either<Failure, Found | undefined>>,
): Promise<E.Either<Failure, { readonly organization: Tenant; readonly found: Found } | undefined>> => {
  for (const organization of organizations) {
    const found = await find(organization.id)
    if (E.isLeft(found)) return found
    if (found.right !== undefined) return E.right({ organization, found: found.right })
  }
  return E.right(undefined)
}
