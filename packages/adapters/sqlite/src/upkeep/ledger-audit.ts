import {
  type Assigned,
  emptyLedger,
  evolve,
  type Ledger,
  type LedgerEvent,
  type LedgerRecord,
  liveSeats,
  poolIdOf,
  type Seat,
} from '@seat-ledger/core'

/** A rule that the records of one ledger break. */
export type BrokenRule =
  | 'the first event is not the opening of its pool'
  | 'the pool is opened twice'
  | 'the pool is named otherwise than its stream'
  | 'an event follows the closing of the pool'
  | 'more live seats than capacity'
  | 'a closed pool has live seats'
  | 'a seat id is used twice'
  | 'a seat id names another pool'
  | 'an address has two live seats'
  | 'an event about a seat that was never assigned'
  | 'a seat that is not pending is claimed or invited again'
  | 'an invitation number is not the next one'
  | 'a seat is revoked twice'

/**
 * Looks whether recorded events keep the rules that `decide` enforces. `decide` cannot be asked, as the commands are
 * not recorded; these are the rules from the side of the events.
 */
export class LedgerAudit {
  ledger: Ledger = emptyLedger()

  /** The rule that this event breaks, if any; then it is folded. */
  next(record: LedgerRecord): BrokenRule | undefined {
    const before = this.ledger
    this.ledger = evolve(before, record.event)
    return brokenBefore(before, record) ?? brokenAfter(this.ledger)
  }
}

const brokenBefore = ({ pool, seats, liveByEmail }: Ledger, record: LedgerRecord): BrokenRule | undefined => {
  const { event } = record
  if (event.type === 'PoolOpened') {
    if (pool !== null) return 'the pool is opened twice'
    return event.poolId === record.poolId && event.organizationId === record.organizationId
      ? undefined
      : 'the pool is named otherwise than its stream'
  }
  if (pool === null) return 'the first event is not the opening of its pool'
  if (pool.closedAt !== null && event.type !== 'Revoked') return 'an event follows the closing of the pool'
  if (event.type === 'CapacityChanged' || event.type === 'PoolClosed') return undefined
  const seat = seats.get(event.seatId)
  if (event.type === 'Assigned') return brokenAssignment(event, seat, record, liveByEmail.has(event.emailKey))
  return seat === undefined ? 'an event about a seat that was never assigned' : brokenChange(event, seat)
}

const brokenAssignment = (
  { seatId }: Assigned,
  seat: Seat | undefined,
  { poolId }: LedgerRecord,
  isSeated: boolean,
): BrokenRule | undefined => {
  if (seat !== undefined) return 'a seat id is used twice'
  if (poolIdOf(seatId) !== poolId) return 'a seat id names another pool'
  return isSeated ? 'an address has two live seats' : undefined
}

const brokenChange = (event: LedgerEvent, seat: Seat): BrokenRule | undefined => {
  if (event.type === 'Revoked') return seat.status === 'revoked' ? 'a seat is revoked twice' : undefined
  if (seat.status !== 'pending') return 'a seat that is not pending is claimed or invited again'
  if (event.type !== 'InvitationResent' || event.invitation.number === seat.invitation.number + 1)
    return undefined
  return 'an invitation number is not the next one'
}

const brokenAfter = (ledger: Ledger): BrokenRule | undefined => {
  const { pool } = ledger
  if (pool === null) return undefined
  if (liveSeats(ledger) > pool.capacity) return 'more live seats than capacity'
  return pool.closedAt !== null && liveSeats(ledger) > 0 ? 'a closed pool has live seats' : undefined
}
