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

interface Recorded {
  /** Recorded with every event. `fingerprint` is there when the caller chose the command id. */
  readonly metadata: EventMetadata
  /** The revision that the caller made a condition. */
  readonly ifRevision: number | undefined
}

/** One command for one ledger. */
export interface Single extends Recorded {
  readonly mode: 'single'
  /** The command at a time. Called once per attempt, so it must not draw new ids. */
  readonly command: (now: Now) => Command
  /** The seat that the call is about, for the answer of a command that changes nothing. */
  readonly subject: SeatId | undefined
}

/** Commands for one ledger, to be recorded in one append: all or none (`atomic`), or each for itself (`partial`). */
export interface Bulk extends Recorded {
  readonly mode: 'atomic' | 'partial'
  /** Decide and answer, but append nothing. */
  readonly dryRun: boolean
  /** As `command` of a single one. */
  readonly commands: (now: Now) => readonly Command[]
}

/** What one call wants of one ledger. */
export type Job = Ask | Single | Bulk
