import type { Command } from '../domain/commands.js'
import type { OrganizationId, PoolId, SeatId } from '../domain/ids.js'
import type { Instant } from '../domain/instant.js'
import type { EventMetadata } from '../stored/event-metadata.js'

/** The time at which a batch is decided: one reading of the clock for all its commands. */
export interface Now {
  readonly milliseconds: number
  readonly at: Instant
}

/** The ledger that a job is for. */
interface Addressed {
  readonly organizationId: OrganizationId
  readonly poolId: PoolId
}

/** A question about a ledger's state; `subject` is the seat that it is about, if any. */
export interface Ask extends Addressed {
  readonly mode: 'ask'
  readonly subject: SeatId | undefined
}

interface Recorded extends Addressed {
  /** Recorded with every event. `fingerprint` is there when the caller chose the command id. */
  readonly metadata: EventMetadata
  /** The revision that the caller made a condition. */
  readonly ifRevision: number | undefined
}

/** One command for one ledger. */
export interface Single extends Recorded {
  readonly mode: 'single'
  /** The seat that the call is about, for the answer of a command that changes nothing. */
  readonly subject: SeatId | undefined
  /** The command at a time. Called once per attempt, so it must not draw new ids. */
  command(now: Now): Command
}

/** Commands for one ledger, to be recorded in one append: all or none (`atomic`), or each for itself (`partial`). */
export interface Bulk extends Recorded {
  readonly mode: 'atomic' | 'partial'
  /** Decide and answer, but append nothing. */
  readonly dryRun: boolean
  /** As `command` of a single one. */
  commands(now: Now): readonly Command[]
}

/** What one call wants of one ledger. */
export type Job = Ask | Single | Bulk
