import type { Instant } from '../domain/instant.js'
import type { Seat } from '../domain/ledger.js'
import { ExpiredSeats } from './expired-seats.js'
import { RankedList } from './ranked-list.js'
import { oldestSeatFirst, type SeatRow, type StatusFilter } from './seat-row.js'

/** One list per status, and the pending ones a second time in the order in which they expire. */
export class SeatsByStatus {
  private readonly lists: { readonly [Status in Seat['status']]: RankedList<SeatRow> }
  private readonly expired: ExpiredSeats

  /** `all`, oldest first. O(n log n), once in the life of a set. */
  constructor(all: RankedList<SeatRow>) {
    const listOf = (status: Seat['status']) =>
      RankedList.fromSorted(
        all.filter((row) => row.seat.status === status),
        oldestSeatFirst,
      )
    this.lists = { pending: listOf('pending'), claimed: listOf('claimed'), revoked: listOf('revoked') }
    this.expired = new ExpiredSeats(this.lists.pending)
  }

  enter(row: SeatRow): void {
    this.lists[row.seat.status].insert(row)
    if (row.seat.status === 'pending') this.expired.enter(row)
  }

  leave(row: SeatRow): void {
    this.lists[row.seat.status].delete(row)
    if (row.seat.status === 'pending') this.expired.leave(row)
  }

  select(status: StatusFilter, now: Instant): RankedList<SeatRow> {
    return status === 'expired' ? this.expired.at(now) : this.lists[status]
  }

  count(status: StatusFilter, now: Instant): number {
    return status === 'expired' ? this.expired.count(now) : this.lists[status].size
  }
}
