import type { Checkpoints, LedgerRecord, Position, ReadFailure, StreamName } from '@seat-ledger/core'
import * as E from 'fp-ts/lib/Either.js'

/** Pools whose mark is kept in memory; for others it is loaded again. */
const KEPT = 1_000

/**
 * How far the mail of each pool has come. The reactor's own checkpoint stands still while a pool is busy, and after a crash
 * all of a large team would be mailed again; with a mark after each mail it is what was under way.
 */
export class Mailed {
  private readonly marks = new Map<StreamName, Position>()
  private readonly checkpoints: Checkpoints

  constructor(checkpoints: Checkpoints) {
    this.checkpoints = checkpoints
  }

  /** Whether this record's mail is out, or one behind it, as a pool's mails keep their order. */
  async has({ stream, position }: LedgerRecord): Promise<E.Either<ReadFailure, boolean>> {
    const known = this.marks.get(stream)
    const mark = known === undefined ? await this.checkpoints.load(readerOf(stream)) : E.right(known)
    if (E.isLeft(mark)) return mark
    this.keep(stream, mark.right)
    return E.right(position <= mark.right)
  }

  /** The record's mail is out. A mark that cannot be saved costs a repetition after a crash, and nothing else. */
  async add({ stream, position }: LedgerRecord): Promise<void> {
    this.keep(stream, position)
    await this.checkpoints.save(readerOf(stream), position)
  }

  private keep(stream: StreamName, mark: Position): void {
    this.marks.delete(stream)
    this.marks.set(stream, mark)
    const oldest = this.marks.size > KEPT ? this.marks.keys().next().value : undefined
    if (oldest !== undefined) this.marks.delete(oldest)
  }
}

const readerOf = (stream: StreamName): string => `invitation-mail/${stream}`
