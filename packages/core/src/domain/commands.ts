import type { Email } from './email.js'
import type { RevocationCause } from './events.js'
import type { CustomerId, OrganizationId, PoolId, SeatId } from './ids.js'
import type { Instant } from './instant.js'
import type { SeatMetadata } from './metadata.js'
import type { ClaimPolicy, Member, Product, Source } from './values.js'

/*
 * What can be asked of a pool. Time, ids and policy arrive inside the command: deciding looks at nothing else.
 */

/** A seat to be. It becomes pending with its first invitation, or claimed at once. */
export interface NewSeat {
  readonly seatId: SeatId
  readonly email: Email
  readonly metadata: SeatMetadata
  readonly member: Member | null
  readonly start:
    | { readonly kind: 'invite'; readonly expiresAt: Instant }
    | { readonly kind: 'claim'; readonly customerId: CustomerId }
}

/** Opens a pool with its first capacity; the ledger's first command. */
export interface OpenPool {
  readonly type: 'OpenPool'
  readonly organizationId: OrganizationId
  readonly poolId: PoolId
  readonly customerId: CustomerId
  readonly source: Source
  readonly product: Product
  readonly capacity: number
  readonly at: Instant
}

/** Sets how many seats may be live, 0 to 1,000,000; refused below the seats that are. */
export interface ChangeCapacity {
  readonly type: 'ChangeCapacity'
  readonly poolId: PoolId
  readonly capacity: number
  readonly at: Instant
}

/** Closes the pool and revokes its live seats. */
export interface ClosePool {
  readonly type: 'ClosePool'
  readonly poolId: PoolId
  readonly at: Instant
}

/** Gives a seat to an address. */
export interface Assign {
  readonly type: 'Assign'
  readonly seat: NewSeat
  /** On a full pool, first release the seats whose invitation has expired. */
  readonly releaseExpired: boolean
  readonly at: Instant
}

/** How often one seat's invitation may be resent: `limit` times since `since`, the start of the window. */
export interface ResendAllowance {
  readonly limit: number
  readonly windowSeconds: number
}

/** Replaces the invitation of a pending seat by a new one. */
export interface Resend {
  readonly type: 'Resend'
  readonly seatId: SeatId
  readonly expiresAt: Instant
  readonly allowance: ResendAllowance
  readonly at: Instant
}

/** `holder.email` is an address that the caller proved to own, or null. */
export interface Claim {
  readonly type: 'Claim'
  readonly seatId: SeatId
  readonly invitation: number
  readonly holder: { readonly customerId: CustomerId; readonly email: Email | null }
  readonly policy: ClaimPolicy
  readonly at: Instant
}

/** Ends a seat, whether it was claimed or not. */
export interface Revoke {
  readonly type: 'Revoke'
  readonly seatId: SeatId
  readonly cause: RevocationCause
  readonly at: Instant
}

/** Ends a live seat and gives its place to another address. */
export interface Reassign {
  readonly type: 'Reassign'
  readonly seatId: SeatId
  readonly to: NewSeat
  readonly at: Instant
}

/** Ends every pending seat whose invitation has expired at `at`. */
export interface ReleaseExpired {
  readonly type: 'ReleaseExpired'
  readonly poolId: PoolId
  readonly at: Instant
}

/** Everything that can be asked of a pool. Bulk is many `Assign` in one append; see `decideAll`. */
export type Command =
  | OpenPool
  | ChangeCapacity
  | ClosePool
  | Assign
  | Resend
  | Claim
  | Revoke
  | Reassign
  | ReleaseExpired
