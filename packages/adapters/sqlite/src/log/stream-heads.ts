import type { StreamName } from '@seat-ledger/core'
import type { Database } from '../file/database.js'
import { headOf, lastPosition, type StreamHead } from './append.js'

/** How many streams are remembered; about 100 bytes each. */
const MOST = 20_000

/**
 * The heads of the streams that this process wrote last, so that an append need not look for its own. They are good
 * only as long as nobody else has appended, which the position of the newest event tells; so `begin` is called at the
 * start of each transaction.
 */
export class StreamHeads {
  private readonly database: Database
  private readonly heads = new Map<StreamName, StreamHead>()
  private last = -1

  constructor(database: Database) {
    this.database = database
  }

  /** The position of the newest event, whoever wrote it. */
  begin(): number {
    const last = lastPosition(this.database)
    if (last !== this.last || this.heads.size > MOST) this.forget()
    return last
  }

  of(stream: StreamName): StreamHead | undefined {
    return this.heads.get(stream) ?? headOf(this.database, stream)
  }

  set(stream: StreamName, head: StreamHead): void {
    this.heads.set(stream, head)
  }

  /** The transaction is recorded, and its last event has this position. */
  commit(last: number): void {
    this.last = last
  }

  /** The transaction was not recorded. */
  forget(): void {
    this.last = -1
    this.heads.clear()
  }
}
