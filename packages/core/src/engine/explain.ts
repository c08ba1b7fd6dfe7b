import { describeFault } from '../edge/faults.js'
import type { SeatFailure } from './failures.js'

/** A failure in words: what is wrong, where, and what to do. Holds no secret. */
export const explain = (failure: SeatFailure): string => {
  switch (failure._tag) {
    case 'InvalidInput':
      return `Invalid input: ${failure.faults.map(describeFault).join('; ')}.`
    case 'PoolNotFound':
      return `No pool ${failure.poolId}. Open it first.`
    case 'PoolAlreadyOpen':
      return `Pool ${failure.poolId} is open already, with another ${failure.differs.join(', ')}.`
    case 'PoolIsClosed':
      return `Pool ${failure.poolId} was closed at ${failure.closedAt}. Open another pool.`
    case 'CapacityBelowLive':
      return `Cannot decrease seats to ${failure.requested}. Currently ${failure.live} seats are assigned. Revoke seats first.`
    case 'SeatNotAvailable':
      return `No seats available: ${failure.live} of ${failure.capacity} are taken. Revoke a seat or raise the capacity.`
    case 'SeatAlreadyAssigned':
      return `This address already holds seat ${failure.seatId}.`
    case 'SeatNotFound':
      return `No seat ${failure.seatId}.`
    case 'SeatNotPending':
      return `Seat ${failure.seatId} is ${failure.status}. Only a pending seat has an invitation to resend.`
    case 'SeatNotLive':
      return `Seat ${failure.seatId} is revoked. Assign a new one.`
    case 'InvitationDead':
      return 'Invalid or expired invitation token.'
    case 'InvitationExpired':
      return `Invitation expired at ${failure.expiresAt}. Ask for a new one.`
    case 'ClaimNotPermitted':
      return 'This invitation is for another address. Sign in with the invited one.'
    case 'ResendLimited':
      return `Seat ${failure.seatId} was invited ${failure.limit} times again already. Retry after ${failure.retryAt}.`
    case 'RevisionMismatch':
      return `The pool is at revision ${failure.actual}, not ${failure.expected}. Read it again.`
    case 'CommandIdReused':
      return `Command id ${failure.commandId} was used for another command. Take a new one.`
    case 'BulkRejected':
      return `Nothing was assigned: ${failure.rows.length + failure.invalid.length} rows are bad. Correct them, or use partial mode.`
    case 'Conflict':
      return `Other writers were first on ${failure.stream}, ${failure.attempts} times. Send the command again.`
    case 'StoreUnavailable':
      return `The store cannot be reached: ${failure.detail}. Nothing was written; try again later.`
    case 'StoreRefused':
      return `The store refused: ${failure.detail}.`
    case 'OutcomeUnknown':
      return `Nobody knows whether the command was recorded: ${failure.detail}. Send it again with the same command id.`
    case 'AppendTooLarge':
      return `Too large for one append: ${failure.detail}. Send fewer rows.`
    case 'UnreadableEvent':
      return `Event ${failure.revision} of ${failure.stream} (${failure.type}) cannot be read: ${failure.problem} ${failure.fields.join(', ')}`.trimEnd()
    case 'EngineClosed':
      return 'The engine is closed.'
    case 'EngineDefect':
      return 'The engine failed. This is a defect; its cause is attached.'
  }
}
