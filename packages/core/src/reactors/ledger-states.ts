import * as E from 'fp-ts/lib/Either.js'
import type { StreamName } from '../domain/ids.js'
import { emptyLedger, evolve, type Ledger } from '../domain/ledger.js'
import type { EventStore } from '../ports/event-store.js'
import type { ReadFailure } from '../ports/failures.js'
import { type LedgerRecord, readRecord } from '../stored/record.js'

const PAGE = 500

/** A ledger as it was right after `revision`. */
interface Known {
  readonly ledger: Ledger
  readonly revision: number
}

/** What is kept of a ledger; asking an old version of it for its size would cost more than the number. */
interface Kept extends Known {
  readonly size: number
}

/** How much is kept in memory. */
interface Retention {
  /** Ledgers, default 1,000. */
  readonly ledgers?: number
  /** Seats of all these ledgers together, default 50,000; of one ledger there may be more. */
  readonly seats?: number
}

/**
 * The state of each ledger right after one of its records, so that an effect can know the seat as it was then. Records
 * come in the order of their pool, so that the state of the one before is nearly always at hand; for a replay of an old
 * record the ledger is read again. Keeps the ledgers last used.
 */
export class LedgerStates {
  private readonly known = new Map<StreamName, Kept>()
  private readonly store: EventStore
  private readonly ledgers: number
  private readonly seats: number
  private held = 0

  constructor(store: EventStore, { ledgers = 1_000, seats = 50_000 }: Retention = {}) {
    this.store = store
    this.ledgers = ledgers
    this.seats = seats
  }

  /** The state right after a record. */
  async after(record: LedgerRecord): Promise<E.Either<ReadFailure, Ledger>> {
    const known = this.known.get(record.stream)
    if (known?.revision === record.revision) return E.right(known.ledger)
    const before = known !== undefined && known.revision < record.revision ? known : NOTHING()
    const read = await this.read(record.stream, before, record.revision - 1)
    if (E.isLeft(read)) return read
    const ledger = evolve(read.right.ledger, record.event)
    this.keep(record.stream, { ledger, revision: record.revision })
    return E.right(ledger)
  }

  /** The state now: no older than right after the record. */
  async now(record: LedgerRecord): Promise<E.Either<ReadFailure, Ledger>> {
    const known = this.known.get(record.stream)
    if (known === undefined || known.revision < record.revision) {
      const after = await this.after(record)
      if (E.isLeft(after)) return after
    }
    const start = this.known.get(record.stream) ?? NOTHING()
    const read = await this.read(record.stream, start, Number.MAX_SAFE_INTEGER)
    if (E.isLeft(read)) return read
    this.keep(record.stream, read.right)
    return E.right(read.right.ledger)
  }

  /** Folds the records up to `last`. What cannot be read changes nothing that a message shows. */
  private async read(stream: StreamName, before: Known, last: number): Promise<E.Either<ReadFailure, Known>> {
    let { ledger, revision } = before
    while (revision < last) {
      const limit = Math.min(PAGE, last - revision)
      const page = await this.store.read(stream, { from: revision + 1, limit })
      if (E.isLeft(page)) return page
      for (const recorded of page.right) {
        const record = readRecord(recorded)
        if (E.isRight(record)) ledger = evolve(ledger, record.right.event)
        revision = recorded.revision
      }
      if (page.right.length < limit) break
    }
    return E.right({ ledger, revision })
  }

  private keep(stream: StreamName, state: Known): void {
    this.forget(stream)
    const { size } = state.ledger.seats
    this.known.set(stream, { ...state, size })
    this.held += size
    while (this.known.size > 1 && (this.known.size > this.ledgers || this.held > this.seats)) {
      const [oldest] = this.known.keys()
      if (oldest === undefined) return
      this.forget(oldest)
    }
  }

  private forget(stream: StreamName): void {
    const known = this.known.get(stream)
    if (known === undefined) return
    this.held -= known.size
    this.known.delete(stream)
  }
}

const NOTHING = (): Known => ({ ledger: emptyLedger(), revision: -1 })
