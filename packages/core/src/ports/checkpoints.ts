import type { Either } from 'fp-ts/lib/Either.js'
import type { Position } from './event-store.js'
import type { OutcomeUnknown, ReadFailure } from './failures.js'

/** How far each named reader of a feed has come. Every adapter passes `checkpointsContract` of `@seat-ledger/testing`. */
export interface Checkpoints {
  /** The last saved position of this reader; `START` when it never saved one. */
  load(reader: string): Promise<Either<ReadFailure, Position>>
  /** Remembers that this reader has handled everything up to `position`. */
  save(reader: string, position: Position): Promise<Either<ReadFailure | OutcomeUnknown, void>>
}
