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

/**
 * The state of each ledger right after one of its records, so that an effect can know the seat as it was then. Records
 * come in the order of their pool, so that the state of the one before is nearly always at hand; for a replay of an old
 * record the ledger is read again. Keeps the `limit` ledgers last used.
 */
export class LedgerStates {
  private readonly known = new Map<StreamName, Known>()
  private readonly store: EventStore
  private readonly limit: number

  constructor(store: EventStore, limit = 1_000) {
    this.store = store
    this.limit = limit
  }

  /** The state right after a record. */
  async after(record: LedgerRecord): Promise<E.Either<ReadFailure, Ledger>> {
    const known = this.known.get(record.stream)
    if (known?.revision === record.revision) return E.right(known.ledger)
    const before =
      known !== undefined && known.revision < record.revision
        ? known
        : { ledger: emptyLedger(), revision: -1 }
    const read = await this.read(record.stream, before, record.revision - 1)
    if (E.isLeft(read)) return read
    const ledger = evolve(read.right, record.event)
    this.keep(record, { ledger, revision: record.revision })
    return E.right(ledger)
  }

  /** Folds the records up to `last`. What cannot be read changes nothing that a message shows. */
  private async read(
    stream: StreamName,
    before: Known,
    last: number,
  ): Promise<E.Either<ReadFailure, Ledger>> {
    let { ledger, revision } = before
    while (revision < last) {
      const page = await this.store.read(stream, {
        from: revision + 1,
        limit: Math.min(PAGE, last - revision),
      })
      if (E.isLeft(page)) return page
      if (page.right.length === 0) break
      for (const recorded of page.right) {
        const record = readRecord(recorded)
        if (E.isRight(record)) ledger = evolve(ledger, record.right.event)
        revision = recorded.revision
      }
    }
    return E.right(ledger)
  }

  private keep({ stream }: LedgerRecord, state: Known): void {
    this.known.delete(stream)
    this.known.set(stream, state)
    const oldest = this.known.size > this.limit ? this.known.keys().next().value : undefined
    if (oldest !== undefined) this.known.delete(oldest)
  }
}
