import type { LedgerRecord } from '../stored/record.js'

/** What became of one try to handle a record. */
export type Reaction =
  /** The effect has happened, or there was none to have. */
  | { readonly _tag: 'Done' }
  /** It may work later. Not before `afterSeconds`, where the other side said so. */
  | { readonly _tag: 'Retry'; readonly detail: string; readonly afterSeconds?: number }
  /** It will never work: the record is put aside, and the pool's later records go on. */
  | { readonly _tag: 'Park'; readonly detail: string }
  /** Nothing works until somebody intervenes: the reactor ends in front of this record. */
  | { readonly _tag: 'Halt'; readonly detail: string }

/** One try: which it is, counted from 1, and a signal that aborts when the reactor is stopped. */
export interface Attempt {
  readonly number: number
  /** True when somebody asked for a record to be handled again; its place in the order is gone. */
  readonly replayed: boolean
  readonly signal: AbortSignal
}

/**
 * An effect outside the ledger that follows from its events. Each record is handled at least once, and those of one
 * pool in their order; pools do not wait for each other. A repetition is the same record with the same id.
 */
export interface Reactor {
  /** Names the reactor's checkpoint and journal: 1 to 64 characters of A-Z, a-z, 0-9, _ and -. */
  readonly name: string
  /** The waits between tries, in seconds; when they are used up the record is parked. */
  readonly retryAfterSeconds: readonly number[]
  /** Handles one record. What it throws counts as `Retry`. `detail` is recorded: no secret in it. */
  readonly handle: (record: LedgerRecord, attempt: Attempt) => Promise<Reaction>
}

/** The waits of a delivery that may take days: 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h, 24 h. */
export const PATIENT_RETRIES: readonly number[] = Object.freeze([
  5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400,
])
