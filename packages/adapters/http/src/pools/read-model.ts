import type {
  Position,
  ProjectionEnd,
  RunningProjection,
  SeatDirectory,
  WaitTimedOut,
} from '@seat-ledger/core'
import * as E from 'fp-ts/lib/Either.js'
import type { Failure } from '../failures/failures.js'

/** The seat index, read not before it shows what was written. */
export class ReadModel {
  private readonly seats: RunningProjection<SeatDirectory>
  private readonly timeoutMs: number
  private written: Position | undefined

  constructor(seats: RunningProjection<SeatDirectory>, timeoutMs: number) {
    this.seats = seats
    this.timeoutMs = timeoutMs
    this.written = undefined
  }

  /** Remembers how far this API has written. */
  note({ position }: { readonly position: Position }): void {
    if (this.written === undefined || position > this.written) this.written = position
  }

  /** Asks the index as it is. */
  ask<Answer>(question: (index: SeatDirectory) => Answer): Answer {
    return this.seats.query(question)
  }

  /** Whether everything that was written through this API is shown. */
  isCurrent(): boolean {
    return this.written === undefined || this.seats.position() >= this.written
  }

  /** Asks the index when it shows everything up to `position`, or what was written through this API. */
  async askAfter<Answer>(
    question: (index: SeatDirectory) => Answer,
    position = this.written,
  ): Promise<E.Either<Failure, Answer>> {
    if (position !== undefined && this.seats.position() < position) {
      const reached = await this.seats.waitFor(position, { timeoutMs: this.timeoutMs })
      if (E.isLeft(reached)) return E.left({ _tag: 'ReadModelBehind', cause: behind(reached.left) })
    }
    return E.right(this.seats.query(question))
  }
}

/** An error, as what waiting answers holds positions, which no JSON log can write. */
const behind = (reason: WaitTimedOut | ProjectionEnd): Error =>
  reason._tag === 'TimedOut'
    ? new Error(`The read model is behind: it has come to position ${reason.position}`)
    : new Error(`The read model goes no further: ${reason._tag}`, { cause: reason })
