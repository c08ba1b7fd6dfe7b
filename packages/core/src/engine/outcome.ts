import type { LedgerEvent } from '../domain/events.js'
import { type Ledger, liveSeats, type Pool, type Seat } from '../domain/ledger.js'
import type { RefusedRow } from '../domain/rejections.js'
import { withOneMore } from './one-more.js'

/**
 * What a command did, in terms of the state right after it. Built from the command's events alone, so that the first
 * answer and the answer to a repetition, read back from the store, are the same.
 */
export class Outcome {
  pool: Pool | null
  live: number
  /** The ledger's revision after the command. */
  revision: number
  readonly refused: readonly RefusedRow[]
  private born: Seat[] = NO_SEATS
  private touched: Seat[] = NO_SEATS

  constructor(ledger: Ledger, revision: number, refused: readonly RefusedRow[] = NO_ROWS) {
    this.pool = ledger.pool
    this.live = liveSeats(ledger)
    this.revision = revision
    this.refused = refused
  }

  /** The seats that came into being, in the order of their rows. */
  get assigned(): readonly Seat[] {
    return this.born
  }

  /** The other seats that it changed; for a command that changed nothing, the seat that it was about. */
  get changed(): readonly Seat[] {
    return this.touched
  }

  /** Adds one event of the command; `ledger` is the state after it, or after the whole command. */
  add(event: LedgerEvent, ledger: Ledger, revision: number): void {
    this.pool = ledger.pool
    this.live = liveSeats(ledger)
    this.revision = revision
    if (!('seatId' in event)) return
    const seat = ledger.seats.get(event.seatId)
    if (seat === undefined) return
    if (event.type === 'Assigned') this.addAssigned(seat)
    else if (this.born.at(-1)?.id === seat.id) this.born[this.born.length - 1] = seat
    else this.addChanged(seat)
  }

  addAssigned(seat: Seat): void {
    this.born = withOneMore(this.born, seat)
  }

  addChanged(seat: Seat): void {
    this.touched = withOneMore(this.touched, seat)
  }
}

const NO_ROWS: readonly RefusedRow[] = Object.freeze([])

const NO_SEATS: Seat[] = []
Object.freeze(NO_SEATS)
