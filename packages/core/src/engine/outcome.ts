import type { LedgerEvent } from '../domain/events.js'
import { type Ledger, liveSeats, type Pool, type Seat } from '../domain/ledger.js'
import type { RefusedRow } from '../domain/rejections.js'

/**
 * What a command did, in terms of the state right after it. Built from the command's events alone, so that the first
 * answer and the answer to a repetition, read back from the store, are the same.
 */
export class Outcome {
  pool: Pool | null
  live: number
  /** The ledger's revision after the command. */
  revision: number
  /** The seats that came into being, in the order of their rows. */
  readonly assigned: Seat[] = []
  /** The other seats that it changed; for a command that changed nothing, the seat that it was about. */
  readonly changed: Seat[] = []
  readonly refused: readonly RefusedRow[]

  constructor(ledger: Ledger, revision: number, refused: readonly RefusedRow[] = NONE) {
    this.pool = ledger.pool
    this.live = liveSeats(ledger)
    this.revision = revision
    this.refused = refused
  }

  /** Adds one event of the command; `ledger` is the state after it, or after the whole command. */
  add(event: LedgerEvent, ledger: Ledger, revision: number): void {
    this.pool = ledger.pool
    this.live = liveSeats(ledger)
    this.revision = revision
    if (!('seatId' in event)) return
    const seat = ledger.seats.get(event.seatId)
    if (seat === undefined) return
    if (event.type === 'Assigned') this.assigned.push(seat)
    else if (this.assigned.at(-1)?.id === seat.id) this.assigned[this.assigned.length - 1] = seat
    else this.changed.push(seat)
  }
}

const NONE: readonly RefusedRow[] = Object.freeze([])
