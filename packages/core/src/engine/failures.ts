import type { StreamName } from '../domain/ids.js'
import type { CommandIdReused, Refusal, RefusedRow, RevisionMismatch } from '../domain/rejections.js'
import type { Fault, InvalidInput } from '../edge/faults.js'
import type { AppendTooLarge, OutcomeUnknown, StoreRefused, StoreUnavailable } from '../ports/failures.js'
import type { UnreadableEvent } from '../stored/record.js'

/** An atomic bulk with at least one bad row: nothing was written. Every bad row is named. */
export interface BulkRejected {
  readonly _tag: 'BulkRejected'
  readonly rows: readonly RefusedRow[]
  readonly invalid: readonly { readonly index: number; readonly faults: readonly Fault[] }[]
}

/** Everything a well-formed command can be refused with. */
export type Rejection = Refusal | BulkRejected | RevisionMismatch | CommandIdReused

/** Other processes appended first, every time. Nothing was written; the command can be sent again. */
export interface Conflict {
  readonly _tag: 'Conflict'
  readonly stream: StreamName
  readonly attempts: number
}

/** The engine was closed before the command was taken. Nothing was written. */
export interface EngineClosed {
  readonly _tag: 'EngineClosed'
}

/** A fault of the engine or of an adapter that broke its contract. `cause` is what was thrown. */
export interface EngineDefect {
  readonly _tag: 'EngineDefect'
  readonly cause: unknown
}

/** Something other than a rule stood in the way of a well-formed command. */
export type EngineFailure =
  | Conflict
  | StoreUnavailable
  | StoreRefused
  | OutcomeUnknown
  | AppendTooLarge
  | UnreadableEvent
  | EngineClosed
  | EngineDefect

/** Everything that a call can fail with. Told apart by `_tag`. */
export type SeatFailure = InvalidInput | Rejection | EngineFailure
