import type { Position, RunningProjection, SeatIndex } from '@seat-ledger/core'
import * as E from 'fp-ts/lib/Either.js'
import type { Failure } from '../failures/failures.js'

/** The seat index, read not before it shows what was written. */
export class ReadModel {
  private readonly seats: RunningProjection<SeatIndex>
  private readonly timeoutMs: number
  private written: Position | undefined

  constructor(seats: RunningProjection<SeatIndex>, timeoutMs: number) {
    this.seats = seats
    this.timeoutMs = timeoutMs
    this.written = undefined
  }

  /** Remembers how far this API has written. */
  note({ position }: { readonly position: Position }): void {
    if (this.written === undefined || position > this.written) this.written = position
  }

  /** Asks the index as it is. */
  ask<Answer>(question: (index: SeatIndex) => Answer): Answer {
    return this.seats.query(question)
  }

  /** Whether everything that was written through this API is shown. */
  isCurrent(): boolean {
    return this.written === undefined || this.seats.position() >= this.written
  }

  /** Asks the index when it shows everything up to `position`, or what was written through this API. */
  async askAfter<Answer>(
    question: (index: SeatIndex) => Answer,
    position = this.written,
  ): Promise<E.Either<Failure, Answer>> {
    if (position !== undefined && this.seats.position() < position) {
      const reached = await this.seats.waitFor(position, { timeoutMs: this.timeoutMs })
      if (E.isLeft(reached)) return E.left({ _tag: 'ReadModelBehind', cause: reached.left })
    }
    return E.right(this.seats.query(question))
  }
}
