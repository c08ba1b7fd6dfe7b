import type * as E from 'fp-ts/lib/Either.js'
import type { Checkpoints } from '../ports/checkpoints.js'
import type { Clock } from '../ports/clock.js'
import type { Position } from '../ports/event-store.js'
import type { OutcomeUnknown, ReadFailure } from '../ports/failures.js'
import type { Feed } from '../ports/feed.js'
import type { UnreadableEvent } from '../stored/record.js'
import type { Projection } from './projection.js'

/** How a projection is run. */
export interface ProjectionOptions<State> {
  readonly projection: Projection<State>
  readonly feed: Feed
  readonly clock: Clock
  /** Events that this version cannot read: `skip` passes over them and counts them, `stop` ends the projection. */
  readonly onUnreadable: 'stop' | 'skip'
  /** Only for a projection that keeps its state elsewhere; one that has it in memory reads the log from its start. */
  readonly checkpoints?: Checkpoints
  /** Events between two saved checkpoints while catching up, 1 or more; 1,000 when left out. */
  readonly checkpointEvery?: number
  /** Told of what the projection survives by trying again: a feed that fails, a checkpoint that is not saved. */
  readonly onInterruption?: (failure: Interruption) => void
}

/** What is survived by trying again. */
export type Interruption = ReadFailure | OutcomeUnknown

/** `evolve` threw: a bug of the projection. Its state may be half changed, so it goes no further. */
export interface ProjectionBroken {
  readonly _tag: 'ProjectionBroken'
  readonly position: Position
  readonly cause: unknown
}

/** Why a projection will not go on: it was told to stop, or cannot. */
export type ProjectionEnd =
  | { readonly _tag: 'Stopped' }
  | { readonly _tag: 'Failed'; readonly failure: UnreadableEvent | ProjectionBroken }

/** What a projection is doing. */
export type ProjectionStatus =
  | { readonly _tag: 'CatchingUp' }
  | { readonly _tag: 'Live' }
  | { readonly _tag: 'Interrupted'; readonly failure: Interruption }
  | ProjectionEnd

/** The position was not reached in time; the projection goes on. */
export interface WaitTimedOut {
  readonly _tag: 'TimedOut'
  /** How far the projection had come. */
  readonly position: Position
}

/** A projection that follows its feed. */
export interface RunningProjection<State> {
  /** Asks the state, between two events. What the answer keeps of the state may change with the next event. */
  readonly query: <Answer>(question: (state: State) => Answer) => Answer
  /** What the projection is doing now. */
  readonly status: () => ProjectionStatus
  /** Everything up to here is in the state. */
  readonly position: () => Position
  /** Unreadable events that were passed over. */
  readonly skipped: () => { readonly count: number; readonly last: UnreadableEvent | undefined }
  /** Settles when the state holds everything that was recorded at the start, or never will. */
  readonly ready: Promise<E.Either<ProjectionEnd, void>>
  /** Waits until the state holds everything up to `position`: so a caller reads its own writes. For ever without `timeoutMs`. */
  readonly waitFor: (
    position: Position,
    options?: { readonly timeoutMs?: number },
  ) => Promise<E.Either<WaitTimedOut | ProjectionEnd, Position>>
  /** Ends the projection; resolves when its last event is done. The state can still be asked. */
  readonly stop: () => Promise<void>
}
