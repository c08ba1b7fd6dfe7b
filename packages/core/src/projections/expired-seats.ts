import type { Instant } from '../domain/instant.js'
import { RankedList } from './ranked-list.js'
import { firstToExpire, isExpired, oldestSeatFirst, type SeatRow } from './seat-row.js'

/** When more than one in so many pending seats has to move, all are read once instead. */
const REBUILD_FRACTION = 16

/**
 * Which pending seats are expired depends on the clock that asks, not on an event. So the pending seats are kept in the
 * order in which they expire, and `oldest` holds the first so many of them, oldest first. A question moves that border
 * to its `now`, forwards or back: each seat moves once as time passes by, and a leap of time costs one reading of the
 * pending seats (about 30 ns each).
 */
export class ExpiredSeats {
  private readonly pending: RankedList<SeatRow>
  private readonly byExpiry: RankedList<SeatRow>
  /** The first `oldest.size` seats of `byExpiry`. Undefined until somebody asks: most sets are never asked. */
  private oldest: RankedList<SeatRow> | undefined

  constructor(pending: RankedList<SeatRow>) {
    this.pending = pending
    this.byExpiry = RankedList.fromSorted(pending.filter(() => true).sort(firstToExpire), firstToExpire)
    this.oldest = undefined
  }

  /** A seat that became pending, and is in `pending` already. */
  enter(row: SeatRow): void {
    if (this.oldest !== undefined && this.byExpiry.rankOf(row) < this.oldest.size) this.oldest.insert(row)
    this.byExpiry.insert(row)
  }

  /** A pending seat that is about to change. */
  leave(row: SeatRow): void {
    if (this.oldest !== undefined && this.byExpiry.rankOf(row) < this.oldest.size) this.oldest.delete(row)
    this.byExpiry.delete(row)
  }

  count(now: Instant): number {
    return this.byExpiry.countLeading((row) => isExpired(row, now))
  }

  /** The seats that are expired at `now`, oldest first. */
  at(now: Instant): RankedList<SeatRow> {
    const target = this.count(now)
    const far = Math.abs(target - (this.oldest?.size ?? 0)) * REBUILD_FRACTION > this.pending.size
    const { oldest } = this
    if (oldest === undefined || far) return this.rebuild(now)
    for (const row of this.byExpiry.slice(oldest.size, target - oldest.size)) oldest.insert(row)
    for (const row of this.byExpiry.slice(target, oldest.size - target)) oldest.delete(row)
    return oldest
  }

  private rebuild(now: Instant): RankedList<SeatRow> {
    this.oldest = RankedList.fromSorted(
      this.pending.filter((row) => isExpired(row, now)),
      oldestSeatFirst,
    )
    return this.oldest
  }
}
