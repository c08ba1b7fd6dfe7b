import { RankedList } from './ranked-list.js'
import { oldestPoolFirst, type PoolRow, type SeatRow } from './seat-row.js'
import { SeatSet } from './seat-set.js'

/** Rows that belong together, told before and after each change of one of them. */
export interface RowGroup {
  add(row: SeatRow): void
  leave(row: SeatRow): void
  enter(row: SeatRow): void
}

/**
 * The seats of each person, by address or by customer id. Most people have one seat, and then the row itself stands for
 * the group: a million people cost a million map entries and nothing else.
 */
export class People<Person, Group extends RowGroup> {
  private readonly singles: Map<Person, SeatRow>
  private readonly groups: Map<Person, Group>
  private readonly emptyGroup: () => Group

  constructor(emptyGroup: () => Group) {
    this.singles = new Map()
    this.groups = new Map()
    this.emptyGroup = emptyGroup
  }

  add(person: Person, row: SeatRow): void {
    const group = this.get(person)
    if (group === undefined) {
      this.singles.set(person, row)
      return
    }
    group.add(row)
    this.singles.delete(person)
    this.groups.set(person, group)
  }

  leave(person: Person, row: SeatRow): void {
    this.groups.get(person)?.leave(row)
  }

  enter(person: Person, row: SeatRow): void {
    this.groups.get(person)?.enter(row)
  }

  /** The person's rows, to be read at once; undefined for who never had any. */
  get(person: Person): Group | undefined {
    const group = this.groups.get(person)
    const single = this.singles.get(person)
    if (group !== undefined || single === undefined) return group
    const alone = this.emptyGroup()
    alone.add(single)
    return alone
  }
}

/** The seats that a customer holds or held, and the pools in which they hold one now. */
export class Holdings implements RowGroup {
  readonly seats: SeatSet
  readonly pools: RankedList<PoolRow>
  private readonly claimedIn: Map<PoolRow, number>

  constructor() {
    this.seats = new SeatSet()
    this.pools = new RankedList(oldestPoolFirst)
    this.claimedIn = new Map()
  }

  add(row: SeatRow): void {
    this.seats.add(row)
    this.hold(row)
  }

  leave(row: SeatRow): void {
    this.seats.leave(row)
    if (row.seat.status !== 'claimed') return
    const left = (this.claimedIn.get(row.pool) ?? 0) - 1
    if (left > 0) this.claimedIn.set(row.pool, left)
    else if (this.claimedIn.delete(row.pool)) this.pools.delete(row.pool)
  }

  enter(row: SeatRow): void {
    this.seats.enter(row)
    this.hold(row)
  }

  private hold(row: SeatRow): void {
    if (row.seat.status !== 'claimed') return
    const before = this.claimedIn.get(row.pool) ?? 0
    this.claimedIn.set(row.pool, before + 1)
    if (before === 0) this.pools.insert(row.pool)
  }
}
