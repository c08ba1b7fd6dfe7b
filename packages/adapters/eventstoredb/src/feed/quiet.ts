import type { Position } from '@seat-ledger/core'
import type { Connection } from '../connection/connection.js'
import type { AllSubscription } from './all-subscription.js'
import { standingOf } from './head.js'

/** How long nothing must have come before it is worth asking whether that was all; twice as long each time. */
const QUIET_MS = 5
const LONGEST_QUIET_MS = 1_000
/** Until the subscription is live, silence mostly means that the server is reading. */
const CATCHING_UP_QUIET_MS = 250
/** How many of the newest events are looked at when that is asked; four times as many when it was not enough. */
const DEPTH = 16
const MOST_DEPTH = 4_096

/** What a silence of a subscription means. */
export class Quiet {
  private readonly connection: Connection
  private readonly prefix: string
  private readonly stop: AbortSignal
  private isLive = false
  private milliseconds = CATCHING_UP_QUIET_MS
  private depth = DEPTH
  private since = performance.now()

  constructor(connection: Connection, prefix: string, stop: AbortSignal) {
    this.connection = connection
    this.prefix = prefix
    this.stop = stop
  }

  /** Something has come. */
  broken(): void {
    this.since = performance.now()
    this.milliseconds = this.isLive ? QUIET_MS : CATCHING_UP_QUIET_MS
    this.depth = DEPTH
  }

  /** The server has said that the subscription is live. */
  live(): void {
    this.isLive = true
    this.broken()
  }

  /**
   * Waits for the subscription, and looks at the log when nothing comes: `caught-up` when there is nothing more,
   * `stalled` when there is and the subscription keeps it back. Undefined when it is to be asked again.
   */
  async wait(
    subscription: AllSubscription,
    position: Position,
    isUrgent: boolean,
  ): Promise<'caught-up' | 'stalled' | undefined> {
    const { silenceMs } = this.connection.settings
    if (!(await subscription.silence(isUrgent ? this.milliseconds : silenceMs, this.stop))) return undefined
    const standing = await standingOf(this.connection, {
      after: position,
      prefix: this.prefix,
      depth: this.depth,
    })
    if (subscription.hasMore || this.stop.aborted) return undefined
    if (standing === 'caught-up') {
      this.since = performance.now()
      return 'caught-up'
    }
    if (performance.now() - this.since >= silenceMs) return 'stalled'
    this.milliseconds = Math.min(LONGEST_QUIET_MS, this.milliseconds * 2)
    if (standing === 'unclear') this.depth = Math.min(MOST_DEPTH, this.depth * 4)
    return undefined
  }
}
