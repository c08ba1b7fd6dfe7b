import { setImmediate } from 'node:timers/promises'
import type { Appended, AppendFailure } from '@seat-ledger/core'
import * as E from 'fp-ts/lib/Either.js'
import { resultOf } from '../driver/result.js'
import type { Database } from '../file/database.js'
import { type Failed, patiently } from '../file/patience.js'
import { describeProblem, portFailure } from '../problems.js'
import { type Append, appendIn } from './append.js'
import { StreamHeads } from './stream-heads.js'

/** What becomes of an append. */
export type AppendAnswer = E.Either<AppendFailure, Appended>

interface Waiting extends Append {
  readonly answer: (answer: AppendAnswer) => void
}

/** A transaction takes appends until it holds so many events: it keeps other processes waiting, and this one busy. */
const MAX_EVENTS = 1_000

/**
 * Group commit across ledgers: appends that wait at the same moment share one transaction, and so one sync of the disk;
 * each has its own verdict. An append that cannot share, because SQLite refuses one of the group, gets its own.
 */
export class Writer {
  private readonly database: Database
  private readonly busyMs: number
  private readonly onWritten: () => void
  private readonly heads: StreamHeads
  private waiting: Waiting[] = []
  private draining = false

  /** `onWritten` is called after each transaction that wrote. */
  constructor(database: Database, busyMs: number, onWritten: () => void) {
    this.database = database
    this.busyMs = busyMs
    this.onWritten = onWritten
    this.heads = new StreamHeads(database)
  }

  append(append: Append): Promise<AppendAnswer> {
    return new Promise((answer) => {
      this.waiting.push({ ...append, answer })
      if (this.draining) return
      this.draining = true
      void this.drain()
    })
  }

  private async drain(): Promise<void> {
    while (this.waiting.length > 0) {
      // All that runs in this turn of the event loop may join.
      await setImmediate()
      const group = this.take()
      const answers = await this.commit(group)
      for (const [index, answer] of answers.entries()) group[index]?.answer(answer)
    }
    this.draining = false
  }

  private take(): readonly Waiting[] {
    let count = 0
    let events = 0
    while (count < this.waiting.length && events < MAX_EVENTS) {
      events += this.waiting[count]?.events.length ?? 0
      count += 1
    }
    return this.waiting.splice(0, count)
  }

  private async commit(group: readonly Append[]): Promise<readonly AppendAnswer[]> {
    const written = await patiently(this.database.file, this.busyMs, () => this.write(group))
    if (E.isRight(written)) {
      this.onWritten()
      return written.right
    }
    if (group.length === 1 || sharedBy(written.left))
      return group.map((append) => E.left(failureOf(append, written.left)))
    const alone: AppendAnswer[] = []
    for (const append of group) alone.push(...(await this.commit([append])))
    return alone
  }

  private write(group: readonly Append[]): readonly AppendAnswer[] {
    let last = 0
    try {
      const answers = this.database.transaction(() => {
        last = this.heads.begin()
        return group.map((append): AppendAnswer => {
          const written = appendIn(this.database, append, last, this.heads.of(append.stream))
          if (E.isLeft(written)) return written
          const { appended, head } = written.right
          this.heads.set(append.stream, head)
          last = Math.max(last, Number(appended.position))
          return E.right(appended)
        })
      })
      this.heads.commit(last)
      return answers
    } catch (cause) {
      this.heads.forget()
      throw cause
    }
  }
}

/** Whether the failure is one of the file, and not of one append among the group. */
const sharedBy = ({ problem, commit }: Failed): boolean => commit || problem._tag !== 'SqliteFault'

const failureOf = (append: Append, { problem, commit }: Failed): AppendFailure => {
  const result = problem._tag === 'SqliteFault' ? resultOf(problem.cause) : undefined
  if (commit && problem._tag === 'SqliteFault') {
    return { _tag: 'OutcomeUnknown', detail: `COMMIT failed: ${describeProblem(problem)}`, cause: problem }
  }
  if (result === 'too-big') {
    return { _tag: 'AppendTooLarge', stream: append.stream, detail: 'an event is longer than SQLite stores' }
  }
  if (result === 'not-unique') {
    return { _tag: 'StoreRefused', detail: 'an event with this id is recorded elsewhere', cause: problem }
  }
  return portFailure(problem)
}
