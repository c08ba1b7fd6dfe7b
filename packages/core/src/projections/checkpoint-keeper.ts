import * as E from 'fp-ts/lib/Either.js'
import type { Checkpoints } from '../ports/checkpoints.js'
import type { Clock } from '../ports/clock.js'
import { type Position, START } from '../ports/event-store.js'
import type { OutcomeUnknown, ReadFailure } from '../ports/failures.js'
import { Backoff } from './backoff.js'

export interface CheckpointKeeping {
  readonly checkpoints: Checkpoints
  readonly clock: Clock
  readonly reader: string
  /** Events between two checkpoints. */
  readonly every: number
  readonly signal: AbortSignal
  readonly onFailure: (failure: ReadFailure | OutcomeUnknown) => void
}

/** Remembers how far a reader has come, not oftener than it is worth. */
export class CheckpointKeeper {
  private readonly keeping: CheckpointKeeping
  private saved: Position
  private handled: number

  constructor(keeping: CheckpointKeeping) {
    this.keeping = keeping
    this.saved = START
    this.handled = 0
  }

  /** Where to go on from, asked until it is told: to begin anew instead would handle everything twice. */
  async load(): Promise<Position> {
    const { checkpoints, reader, clock, signal, onFailure } = this.keeping
    const backoff = new Backoff(clock, signal)
    while (!signal.aborted) {
      const loaded = await checkpoints.load(reader)
      if (E.isRight(loaded)) {
        this.saved = loaded.right
        return loaded.right
      }
      onFailure(loaded.left)
      await backoff.wait()
    }
    return START
  }

  /** Counts an event; true when enough have come since the last checkpoint. */
  isDue(): boolean {
    this.handled += 1
    return this.handled >= this.keeping.every
  }

  /** A checkpoint that fails is told and let be: the next one covers it. */
  async save(position: Position): Promise<void> {
    this.handled = 0
    if (position <= this.saved) return
    const saved = await this.keeping.checkpoints.save(this.keeping.reader, position)
    if (E.isRight(saved)) this.saved = position
    else this.keeping.onFailure(saved.left)
  }
}
