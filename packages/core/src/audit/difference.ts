import type { Pool, Seat } from '../domain/ledger.js'
import type { LedgerAsOf } from './as-of.js'

/** A seat that is not what it was. */
export interface SeatDifference {
  /** Null when the seat was assigned in between. */
  readonly before: Seat | null
  readonly after: Seat
}

/** What is different between two moments of one ledger. */
export interface LedgerDifference {
  /** The pool before and after; both the same where nothing about it changed. */
  readonly pool: { readonly before: Pool | null; readonly after: Pool | null }
  /** Every seat that some event in between changed, in the order of assignment. */
  readonly seats: readonly SeatDifference[]
}

/** Compares two states of one ledger, which `ledgerAsOfEach` gave in this order. Costs one look at each seat. */
export const ledgerDifference = (before: LedgerAsOf, after: LedgerAsOf): LedgerDifference => {
  const known = new Map(before.seats.map((seat) => [seat.id, seat]))
  const seats: SeatDifference[] = []
  for (const seat of after.seats) {
    const was = known.get(seat.id) ?? null
    if (was !== seat) seats.push({ before: was, after: seat })
  }
  return { pool: { before: before.pool, after: after.pool }, seats }
}
