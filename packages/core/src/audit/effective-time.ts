import type { LedgerEvent } from '../domain/events.js'
import { type Instant, millisecondsOf } from '../domain/instant.js'

/**
 * When an event of a ledger took effect: the latest time that this event or any before it in its ledger says. The clocks
 * of several machines may run backwards within a ledger, its revisions never do; so a ledger has one history, in which
 * the events of one instant follow their revisions, and a state holds from its event on until the next one.
 */
export class EffectiveTime {
  private latest: Instant | undefined
  private milliseconds = 0

  /** Takes the next event's time into account; to be called for each event of one ledger, in order. */
  pass({ at }: Pick<LedgerEvent, 'at'>): void {
    if (this.latest !== undefined && at <= this.latest) return
    this.latest = at
    this.milliseconds = millisecondsOf(at)
  }

  /** When the last event that passed took effect; undefined before the first. */
  get at(): Instant | undefined {
    return this.latest
  }

  /** The same in milliseconds since 1970. */
  get ms(): number {
    return this.milliseconds
  }
}
