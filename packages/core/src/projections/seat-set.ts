import type { Instant } from '../domain/instant.js'
import { RankedList } from './ranked-list.js'
import { isExpired, oldestSeatFirst, type SeatRow, type StatusFilter } from './seat-row.js'
import { SeatsByStatus } from './seats-by-status.js'

/** Up to so many rows a set is filtered when it is asked: that costs less time and far less memory than an index. */
const FILTERED_UP_TO = 64

/**
 * The seats of one pool, owner, holder or address, oldest first, and by status. Almost every set is small and stays one
 * sorted list; one that outgrows `FILTERED_UP_TO` gets a list for each status, so that any page of it costs the same.
 */
export class SeatSet {
  readonly all: RankedList<SeatRow>
  private byStatus: SeatsByStatus | undefined
  private liveCount: number

  constructor() {
    this.all = new RankedList(oldestSeatFirst)
    this.byStatus = undefined
    this.liveCount = 0
  }

  /** How many seats are pending or claimed. */
  get live(): number {
    return this.liveCount
  }

  /** Takes in a row that the set does not have. */
  add(row: SeatRow): void {
    this.all.insert(row)
    this.enter(row)
  }

  /** To be called before a row of this set changes, and `enter` after it. */
  leave(row: SeatRow): void {
    if (row.seat.status !== 'revoked') this.liveCount -= 1
    this.byStatus?.leave(row)
  }

  enter(row: SeatRow): void {
    if (row.seat.status !== 'revoked') this.liveCount += 1
    if (this.byStatus !== undefined) this.byStatus.enter(row)
    else if (this.all.size > FILTERED_UP_TO) this.byStatus = new SeatsByStatus(this.all)
  }

  /** The seats of a status at `now`, or all for null. To be read at once: the next event may change it. */
  select(status: StatusFilter | null, now: Instant): RankedList<SeatRow> {
    if (status === null) return this.all
    if (this.byStatus !== undefined) return this.byStatus.select(status, now)
    return RankedList.fromSorted(this.all.filter(has(status, now)), oldestSeatFirst)
  }

  /** How many seats have this status at `now`; a count of expired seats moves nothing. */
  count(status: StatusFilter, now: Instant): number {
    return this.byStatus?.count(status, now) ?? this.all.filter(has(status, now)).length
  }
}

const has =
  (status: StatusFilter, now: Instant) =>
  (row: SeatRow): boolean =>
    status === 'expired' ? isExpired(row, now) : row.seat.status === status
