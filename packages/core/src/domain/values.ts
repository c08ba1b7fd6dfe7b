import * as t from 'io-ts'
import { brandedString, integer, oneOf } from './codec.js'
import { CustomerId, ProductId, SourceId } from './ids.js'
import { nullable, struct } from './struct.js'

/** How many seats a pool may have at once: 0 to 1,000,000. */
export const Capacity = integer('Capacity', 0, 1_000_000)

/** How long an invitation lives: 60 seconds to 365 days. */
export const ExpirySeconds = integer('ExpirySeconds', 60, 365 * 24 * 60 * 60)

/** How long an invitation lives when nobody says otherwise: 24 hours. */
export const DEFAULT_EXPIRY_SECONDS = 24 * 60 * 60

/** What the seats were bought with. */
export const Source = struct('Source', { kind: oneOf('SourceKind', ['subscription', 'order']), id: SourceId })
export type Source = t.TypeOf<typeof Source>

/** What most lines are; the classes of Unicode take twice as long to ask for. */
const PLAIN_LINE = /^[!-~][ -~]*$/

const oneLine = (max: number) => (text: string) =>
  text.length <= max && (PLAIN_LINE.test(text) || (text.trim() !== '' && !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(text)))

/** A name that people read: 1 to 200 characters on one line. */
export const DisplayName = brandedString(
  'DisplayName',
  oneLine(200),
  'must be 1 to 200 characters on one line',
  { minLength: 1, maxLength: 200 },
)
export type DisplayName = t.TypeOf<typeof DisplayName>

/** Why a command was given, in the words of whoever gave it: 1 to 500 characters on one line. */
export const Reason = brandedString('Reason', oneLine(500), 'must be 1 to 500 characters on one line', {
  minLength: 1,
  maxLength: 500,
})
export type Reason = t.TypeOf<typeof Reason>

/** An id that another system gave: 1 to 255 characters on one line. */
export const ExternalId = brandedString(
  'ExternalId',
  oneLine(255),
  'must be 1 to 255 characters on one line',
  { minLength: 1, maxLength: 255 },
)
export type ExternalId = t.TypeOf<typeof ExternalId>

/** The product whose benefits the seats grant. */
export const Product = struct('Product', { id: ProductId, name: DisplayName })
export type Product = t.TypeOf<typeof Product>

const ActorKind = oneOf('ActorKind', ['organization', 'user', 'customer', 'system'])

/** See `Actor`, for which it reads what is well-formed. */
export const plainActor = (input: unknown): Actor | undefined => {
  if (typeof input !== 'object' || input === null || !Object.hasOwn(input, 'kind')) return undefined
  if (!Object.hasOwn(input, 'id') || Array.isArray(input)) return undefined
  const { kind, id } = input as { readonly kind: unknown; readonly id: unknown }
  return ActorKind.is(kind) && ExternalId.is(id) ? { kind, id } : undefined
}

/** Who gave a command: a person or a token of the organization, a customer, or the system itself. */
export const Actor = struct('Actor', { kind: ActorKind, id: ExternalId }, {}, plainActor)
/** See the codec of the same name. */
export interface Actor {
  readonly kind: 'organization' | 'user' | 'customer' | 'system'
  readonly id: ExternalId
}

/** The customer who holds a claimed seat, with the address that they proved to own, if any. */
export const Holder = t.strict({ customerId: CustomerId, email: nullable(t.string) })
export type Holder = t.TypeOf<typeof Holder>

/** The host's own names for the person a seat is meant for. */
export const Member = t.strict({
  memberId: nullable(ExternalId),
  externalMemberId: nullable(ExternalId),
  externalCustomerId: nullable(ExternalId),
})
export type Member = t.TypeOf<typeof Member>

/** `token`: whoever holds the newest token may claim. `email-match`: their proved address must also be the invited one. */
export const ClaimPolicy = oneOf('ClaimPolicy', ['token', 'email-match'])
export type ClaimPolicy = t.TypeOf<typeof ClaimPolicy>
