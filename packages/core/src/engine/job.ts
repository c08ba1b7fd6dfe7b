import type { Command } from '../domain/commands.js'
import type { SeatId } from '../domain/ids.js'
import type { Instant } from '../domain/instant.js'
import type { EventMetadata } from '../stored/event-metadata.js'

/** The time at which a batch is decided: one reading of the clock for all its commands. */
export interface Now {
  readonly milliseconds: number
  readonly at: Instant
}

/** A question about a ledger's state; `subject` is the seat that it is about, if any. */
export interface Ask {
  readonly mode: 'ask'
  readonly subject: SeatId | undefined
}

/** Commands for one ledger, to be recorded in one append. */
export interface Work {
  /** `single`: one command. `atomic`: all or none. `partial`: each for itself. */
  readonly mode: 'single' | 'atomic' | 'partial'
  /** Decide and answer, but append nothing. */
  readonly dryRun: boolean
  /** The commands at a time. Called once per attempt, so it must not draw new ids. */
  readonly commands: (now: Now) => readonly Command[]
  /** The seat that the call is about, for the answer of a command that changes nothing. */
  readonly subject: SeatId | undefined
  /** Recorded with every event. `fingerprint` is there when the caller chose the command id. */
  readonly metadata: EventMetadata
  /** The revision that the caller made a condition. */
  readonly ifRevision: number | undefined
}

/** What one call wants of one ledger. */
export type Job = Ask | Work
