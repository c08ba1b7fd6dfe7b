import * as E from 'fp-ts/lib/Either.js'
import { type LedgerName, readLedger } from '../audit/read-ledger.js'
import type { SeatId } from '../domain/ids.js'
import { emptyLedger, evolve } from '../domain/ledger.js'
import type { EventStore } from '../ports/event-store.js'
import type { ReadFailure } from '../ports/failures.js'
import { type Standing, standingOf } from './standing.js'

/** A ledger that can be brought up to now. */
export class LedgerNow {
  readonly name: LedgerName
  private readonly store: EventStore
  private ledger = emptyLedger()
  private revision = -1

  constructor(store: EventStore, name: LedgerName) {
    this.store = store
    this.name = name
  }

  /** Reads what was recorded since the last time; undefined when that succeeded. */
  async readOn(): Promise<ReadFailure | undefined> {
    const read = await readLedger(
      this.store,
      this.name,
      ({ event }) => {
        this.ledger = evolve(this.ledger, event)
        return true
      },
      this.revision + 1,
    )
    if (E.isLeft(read)) return read.left
    this.revision = read.right.revision
    return undefined
  }

  /** How a seat stood when the ledger was last read. */
  standing(seatId: SeatId): Standing | undefined {
    return standingOf(this.ledger, seatId)
  }
}
