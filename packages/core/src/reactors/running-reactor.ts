import type * as E from 'fp-ts/lib/Either.js'
import type { StreamName } from '../domain/ids.js'
import type { Position } from '../ports/event-store.js'
import type { ReadFailure } from '../ports/failures.js'
import type { Platform } from '../ports/platform.js'
import type { UnreadableEvent } from '../stored/record.js'
import type { FellBehind, Parked } from './backlog.js'
import type { JournalFailure } from './journal.js'
import type { Reactor } from './reactor.js'

/** How a reactor is run. */
export interface ReactorOptions {
  readonly reactor: Reactor
  readonly platform: Platform
  /** Records handled at once, across pools: 1 or more, 64 when left out. */
  readonly concurrency?: number
  /** Uniform in [0, 1): lengthens each wait by up to a tenth, so that many do not retry in step. Default `Math.random`. */
  readonly random?: () => number
  /** Told of what the reactor survives by trying again: a feed that fails, a checkpoint that is not saved. */
  readonly onInterruption?: (failure: ReadFailure | JournalFailure) => void
}

/** Why a reactor will not go on. */
export type ReactorEnd =
  | { readonly _tag: 'Stopped' }
  /** Its handler answered `Halt`. */
  | {
      readonly _tag: 'Halted'
      readonly stream: StreamName
      readonly revision: number
      readonly detail: string
    }
  /** Its journal cannot be written; `WrongRevision` means that another runner of the same name is active. */
  | { readonly _tag: 'Failed'; readonly failure: JournalFailure }

/** What a reactor is doing. */
export type ReactorStatus = { readonly _tag: 'Starting' | 'Following' } | ReactorEnd

/** A record of a ledger, by stream and revision. */
export interface Place {
  readonly stream: StreamName
  readonly revision: number
}

/** A reactor that follows its feed. */
export interface RunningReactor {
  /** What the reactor is doing now. */
  readonly status: () => ReactorStatus
  /** Everything up to here is handled, parked, or in the journal to be handled later. */
  readonly position: () => Position
  /** The records that were put aside, oldest first. */
  readonly parked: () => readonly Parked[]
  /** The pools that wait for another try. */
  readonly behind: () => readonly FellBehind[]
  /** Unreadable events that were passed over. */
  readonly skipped: () => { readonly count: number; readonly last: UnreadableEvent | undefined }
  /** Has records handled again, parked or not, with the reactor's retries; settles when the wish is recorded. */
  readonly replay: (places: readonly Place[]) => Promise<E.Either<JournalFailure | ReactorEnd, void>>
  /** Settles when everything up to `position` is handled or put aside, nothing waiting for a retry; or with the end. */
  readonly settled: (position: Position) => Promise<E.Either<ReactorEnd, void>>
  /** Ends the reactor; settles when the handlers under way have. */
  readonly stop: () => Promise<ReactorEnd>
}
