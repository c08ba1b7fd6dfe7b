import * as t from 'io-ts'
import { brandedString, integer, oneOf } from './codec.js'
import type { EmailKey } from './email.js'
import { CustomerId, OrganizationId, PoolId, SeatId } from './ids.js'
import { Instant } from './instant.js'
import { SeatMetadata } from './metadata.js'
import { nullable } from './struct.js'
import { Capacity, Holder, Member, Product, Source } from './values.js'

/*
 * The stored format. Names and fields are for ever: a field may be added with an upcast, none is renamed or removed.
 */

const StoredEmailKey: t.Type<EmailKey, string, unknown> = brandedString(
  'EmailKey',
  (text) => text.includes('@'),
  'must be an address',
)

const InvitationNumber = integer('InvitationNumber', 1, Number.MAX_SAFE_INTEGER)

/** The invitation that a pending seat waits on. Numbered 1, 2, … per seat; only the newest is valid, while `now < expiresAt`. */
export const Invitation = t.strict({ number: InvitationNumber, expiresAt: Instant })
export type Invitation = t.TypeOf<typeof Invitation>

/** A pool came into being: the first event of every ledger. */
export const PoolOpened = t.strict({
  type: t.literal('PoolOpened'),
  organizationId: OrganizationId,
  poolId: PoolId,
  customerId: CustomerId,
  source: Source,
  product: Product,
  capacity: Capacity,
  at: Instant,
})
export type PoolOpened = t.TypeOf<typeof PoolOpened>

/** The pool may have `capacity` live seats from now on. */
export const CapacityChanged = t.strict({
  type: t.literal('CapacityChanged'),
  capacity: Capacity,
  at: Instant,
})
export type CapacityChanged = t.TypeOf<typeof CapacityChanged>

/** The pool takes no more seats; every live seat was revoked in the same append. */
export const PoolClosed = t.strict({ type: t.literal('PoolClosed'), at: Instant })
export type PoolClosed = t.TypeOf<typeof PoolClosed>

/** A seat was given to an address. `invitation` is null when the seat is claimed in the same append. */
export const Assigned = t.strict({
  type: t.literal('Assigned'),
  seatId: SeatId,
  email: t.string,
  emailKey: StoredEmailKey,
  invitation: nullable(Invitation),
  metadata: SeatMetadata,
  member: nullable(Member),
  at: Instant,
})
export type Assigned = t.TypeOf<typeof Assigned>

/** A new invitation replaced the one before, which is dead from now on. */
export const InvitationResent = t.strict({
  type: t.literal('InvitationResent'),
  seatId: SeatId,
  invitation: Invitation,
  at: Instant,
})
export type InvitationResent = t.TypeOf<typeof InvitationResent>

/** A customer took the seat. `invitation` is the number that they answered, null for an immediate claim. */
export const Claimed = t.strict({
  type: t.literal('Claimed'),
  seatId: SeatId,
  holder: Holder,
  invitation: nullable(InvitationNumber),
  at: Instant,
})
export type Claimed = t.TypeOf<typeof Claimed>

/** Why a seat ended: somebody revoked it, it went to another person, its invitation had expired, its pool closed. */
export const RevocationCause = oneOf('RevocationCause', ['revoked', 'reassigned', 'expired', 'pool_closed'])
export type RevocationCause = t.TypeOf<typeof RevocationCause>

/** The seat ended and holds no capacity any more. */
export const Revoked = t.strict({
  type: t.literal('Revoked'),
  seatId: SeatId,
  cause: RevocationCause,
  at: Instant,
})
export type Revoked = t.TypeOf<typeof Revoked>

/** Everything that a ledger can hold. */
export type LedgerEvent =
  | PoolOpened
  | CapacityChanged
  | PoolClosed
  | Assigned
  | InvitationResent
  | Claimed
  | Revoked

/** The codec of each event, by its type. */
export const EVENT_CODECS: {
  readonly [Type in LedgerEvent['type']]: t.Type<Extract<LedgerEvent, { type: Type }>, unknown, unknown>
} = { PoolOpened, CapacityChanged, PoolClosed, Assigned, InvitationResent, Claimed, Revoked }
