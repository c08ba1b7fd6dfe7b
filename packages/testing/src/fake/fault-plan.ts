import type { EventToAppend, StreamName } from '@seat-ledger/core'

/** What goes wrong with one append; `undefined` for nothing. */
export type AppendFault =
  /** Not written: `StoreUnavailable`. */
  | 'unavailable'
  /** Not written, and the caller cannot know: `OutcomeUnknown`. */
  | 'lostBeforeCommit'
  /** Written, and the caller cannot know: `OutcomeUnknown`. */
  | 'lostAnswer'
  /** Not written, as if somebody had been faster: `WrongRevision`. Nobody was. */
  | 'lostRace'
  /** Not written, and no repetition can help: `StoreRefused`. */
  | 'refused'
  /** Somebody really is faster: these events are appended first, at the same expected revision. */
  | { readonly rival: readonly EventToAppend[] }
  | undefined

/** What goes wrong with one read; `undefined` for nothing. */
export type ReadFault = 'unavailable' | 'refused' | undefined

/** A call that a fault may happen to. */
export interface FaultedCall {
  /** Counts the calls of its kind from 0. */
  readonly number: number
  readonly stream: StreamName
}

/**
 * The fault of each call: a list, whose end means that nothing goes wrong any more, or a function. A promise delays the
 * call until it settles, so that a scheduler such as fast-check's can decide in which order calls reach the store.
 */
export type Faults<Fault> = readonly Fault[] | ((call: FaultedCall) => Fault | Promise<Fault>)

/** What goes wrong, and when. */
export interface FaultPlan {
  readonly append?: Faults<AppendFault>
  readonly read?: Faults<ReadFault>
}
