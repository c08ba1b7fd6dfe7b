import type { Reactor, ReactorEnd, ReadFailure } from '@seat-ledger/core'
import type * as E from 'fp-ts/lib/Either.js'

/** How a reactor shares its work with other processes, where the order of the records does not matter. */
export interface QueueOptions {
  /**
   * Its name names the queue on the server. `retryAfterSeconds` is kept as far as half of `messageTimeoutMs` allows; when
   * it is used up the server parks the record.
   */
  readonly reactor: Reactor
  /** Records handled at once by this process: 1 or more, default 10. */
  readonly concurrency?: number
  /** Milliseconds after which a record without an answer goes to somebody else; default 30,000. For a new queue only. */
  readonly messageTimeoutMs?: number
  /** What the streams' names begin with; default that of the ledgers. For a new queue only. */
  readonly prefix?: string
  /** Told of what the queue survives by trying again. */
  readonly onInterruption?: (failure: ReadFailure) => void
}

/** This process's part in a queue. */
export interface RunningQueue {
  /** Settles when this process has left the queue. */
  readonly ended: Promise<ReactorEnd>
  /** Unreadable events that were passed over. */
  readonly skipped: () => number
  /** How many records the server has put aside. */
  readonly parked: () => Promise<E.Either<ReadFailure, number>>
  /** Has the server hand out the parked records again, their tries counted anew. */
  readonly replayParked: () => Promise<E.Either<ReadFailure, void>>
  /** Leaves the queue when the handlers under way have ended. */
  readonly stop: () => Promise<ReactorEnd>
}
