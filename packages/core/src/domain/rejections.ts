import type { CommandId, PoolId, SeatId } from './ids.js'
import type { Instant } from './instant.js'

/*
 * A rule said no. Each carries the facts that explain it, and none of them a secret.
 */

/** No pool of this id is open to this organization. */
export interface PoolNotFound {
  readonly _tag: 'PoolNotFound'
  readonly poolId: PoolId
}

/** The pool is open already, with another owner, source, product or capacity. */
export interface PoolAlreadyOpen {
  readonly _tag: 'PoolAlreadyOpen'
  readonly poolId: PoolId
  readonly differs: readonly ('customerId' | 'source' | 'product' | 'capacity')[]
}

/** A closed pool takes no seats and no new capacity. */
export interface PoolIsClosed {
  readonly _tag: 'PoolIsClosed'
  readonly poolId: PoolId
  readonly closedAt: Instant
}

/** The capacity asked for is below the seats that are live. */
export interface CapacityBelowLive {
  readonly _tag: 'CapacityBelowLive'
  readonly requested: number
  readonly live: number
}

/** Every seat of the pool is taken. */
export interface SeatNotAvailable {
  readonly _tag: 'SeatNotAvailable'
  readonly capacity: number
  readonly live: number
}

/** The address holds a live seat of this pool already: `seatId`. */
export interface SeatAlreadyAssigned {
  readonly _tag: 'SeatAlreadyAssigned'
  readonly seatId: SeatId
}

/** The pool has never had a seat of this id. */
export interface SeatNotFound {
  readonly _tag: 'SeatNotFound'
  readonly seatId: SeatId
}

/** Only a pending seat has an invitation to resend. */
export interface SeatNotPending {
  readonly _tag: 'SeatNotPending'
  readonly seatId: SeatId
  readonly status: 'claimed' | 'revoked'
}

/** A revoked seat cannot go to another person. */
export interface SeatNotLive {
  readonly _tag: 'SeatNotLive'
  readonly seatId: SeatId
}

/** Wrong, old, used or revoked: one answer for all, without facts, so that nothing can be learnt by trying. */
export interface InvitationDead {
  readonly _tag: 'InvitationDead'
}

/** The genuine newest token, too late. Told only to who holds it. */
export interface InvitationExpired {
  readonly _tag: 'InvitationExpired'
  readonly expiresAt: Instant
}

/** The pool's tenant lets only the invited address claim. The token stays usable. */
export interface ClaimNotPermitted {
  readonly _tag: 'ClaimNotPermitted'
  readonly policy: 'email-match'
}

/** The invitation was resent as often as allowed; at `retryAt` one more is free. */
export interface ResendLimited {
  readonly _tag: 'ResendLimited'
  readonly seatId: SeatId
  readonly limit: number
  readonly retryAt: Instant
}

/** The ledger is not at the revision that the caller made a condition. */
export interface RevisionMismatch {
  readonly _tag: 'RevisionMismatch'
  readonly expected: number
  readonly actual: number
}

/** The command id was used before, for another command. */
export interface CommandIdReused {
  readonly _tag: 'CommandIdReused'
  readonly commandId: CommandId
}

/** What the rules of one pool say no with. */
export type Refusal =
  | PoolNotFound
  | PoolAlreadyOpen
  | PoolIsClosed
  | CapacityBelowLive
  | SeatNotAvailable
  | SeatAlreadyAssigned
  | SeatNotFound
  | SeatNotPending
  | SeatNotLive
  | InvitationDead
  | InvitationExpired
  | ClaimNotPermitted
  | ResendLimited

/** One row of a bulk that its rule refused; `index` counts the rows from 0. */
export interface RefusedRow {
  readonly index: number
  readonly rejection: Refusal
}
