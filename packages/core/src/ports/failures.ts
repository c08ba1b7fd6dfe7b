import type { StreamName } from '../domain/ids.js'

/*
 * What can go wrong between the engine and a store. Values, never thrown; an unknown cause is kept in `cause`.
 */

/** The stream was not at the expected revision: somebody else appended first. Nothing was written. */
export interface WrongRevision {
  readonly _tag: 'WrongRevision'
  readonly stream: StreamName
  readonly expected: number
}

/** The events are too large for one append of this store. Nothing was written. */
export interface AppendTooLarge {
  readonly _tag: 'AppendTooLarge'
  readonly stream: StreamName
  readonly detail: string
}

/** The store cannot be reached or is busy. Nothing was written; the same call may succeed later. */
export interface StoreUnavailable {
  readonly _tag: 'StoreUnavailable'
  readonly detail: string
  readonly cause: unknown
}

/** Nobody knows whether the events were written. The same append, repeated, settles it. */
export interface OutcomeUnknown {
  readonly _tag: 'OutcomeUnknown'
  readonly detail: string
  readonly cause: unknown
}

/** The store refuses or is broken, and repeating the call cannot help. Nothing was written. */
export interface StoreRefused {
  readonly _tag: 'StoreRefused'
  readonly detail: string
  readonly cause: unknown
}

/** Why an append did not succeed. */
export type AppendFailure = WrongRevision | AppendTooLarge | StoreUnavailable | OutcomeUnknown | StoreRefused

/** Why a read did not succeed. */
export type ReadFailure = StoreUnavailable | StoreRefused
