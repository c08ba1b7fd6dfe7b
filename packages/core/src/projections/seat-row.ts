import type { CustomerId } from '../domain/ids.js'
import { type Instant, millisecondsOf } from '../domain/instant.js'
import type { Pool, Seat } from '../domain/ledger.js'
import type { RankedList } from './ranked-list.js'
import type { SeatSet } from './seat-set.js'

/*
 * What the seat list keeps. Every seat is one row, shared by all sets that it is in; a change of the seat replaces what
 * the row points to, so only the sets whose order it touches have to move it.
 */

/** A seat and where it belongs. */
export interface SeatRow {
  readonly pool: PoolRow
  /** `secondOf` the time of assignment: decides most comparisons inside the row, without a look at two more cold objects. */
  readonly second: number
  seat: Seat
}

/** A pool, its owner and its seats. */
export interface PoolRow {
  readonly owner: OwnerRow
  readonly seats: SeatSet
  facts: Pool
  /** The number of the last event that was folded in. */
  revision: number
  /** The most live seats that there ever were at once. */
  highWaterMark: number
}

/** The pools and seats of one owner, with the sums that would otherwise be counted pool by pool. */
export interface OwnerRow {
  readonly customerId: CustomerId
  readonly pools: RankedList<PoolRow>
  readonly seats: SeatSet
  /** Seats of the open pools. */
  capacity: number
  /** Free seats of the open pools. */
  available: number
  highWaterMark: number
}

/** What a list can be narrowed to. `pending` includes `expired`: pending with an invitation that is dead by now. */
export type StatusFilter = 'pending' | 'claimed' | 'revoked' | 'expired'

/** Text in code unit order: for instants, the order of time. */
export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Whole seconds since 1970: a number that V8 keeps without an object of its own until 2038, and correct ever after. */
export const secondOf = (instant: Instant): number => Math.floor(millisecondsOf(instant) / 1000)

/** Oldest first by the time in the event, ties by id: the clocks of several machines differ, so the log's order is another. */
export const oldestSeatFirst = (a: SeatRow, b: SeatRow): number =>
  a.second - b.second ||
  compareText(a.seat.assignedAt, b.seat.assignedAt) ||
  compareText(a.seat.id, b.seat.id)

/** Pools in the order in which they were opened, ties by id. */
export const oldestPoolFirst = (a: PoolRow, b: PoolRow): number =>
  compareText(a.facts.openedAt, b.facts.openedAt) || compareText(a.facts.id, b.facts.id)

/** Pending seats whose invitation dies first, ties by id. A seat that is not pending must not be in such a list. */
export const firstToExpire = (a: SeatRow, b: SeatRow): number =>
  compareText(expiryOf(a), expiryOf(b)) || compareText(a.seat.id, b.seat.id)

const expiryOf = ({ seat }: SeatRow): string => (seat.status === 'pending' ? seat.invitation.expiresAt : '')

/** Whether the row is pending with an invitation that is dead at `now`; the instant of expiry is expired. */
export const isExpired = (row: SeatRow, now: Instant): boolean =>
  row.seat.status === 'pending' && expiryOf(row) <= now

/** How many more seats the pool takes: never negative, and none when it is closed. */
export const availableIn = ({ facts, seats }: PoolRow): number =>
  facts.closedAt === null ? Math.max(0, facts.capacity - seats.live) : 0
