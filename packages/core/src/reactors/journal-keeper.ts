import { type Instant, instantOf, millisecondsOf } from '../domain/instant.js'
import type { Clock } from '../ports/clock.js'
import type { Backlog, JournalEntry } from './backlog.js'
import type { Journal, JournalFailure } from './journal.js'
import type { Life } from './life.js'
import type { Place } from './running-reactor.js'

const DETAIL_LENGTH = 500

/** What a reactor writes into its journal, and when; one that cannot be written ends the reactor. */
export class JournalKeeper {
  private readonly journal: Journal
  private readonly clock: Clock
  private readonly life: Life

  constructor(journal: Journal, clock: Clock, life: Life) {
    this.journal = journal
    this.clock = clock
    this.life = life
  }

  /** What the journal says is still to be done. */
  get backlog(): Backlog {
    return this.journal.backlog
  }

  /** How long until an instant of the journal, in milliseconds. */
  until(instant: Instant): number {
    return Math.max(0, millisecondsOf(instant) - this.clock.now())
  }

  fellBehind(place: Place, tries: number, detail: string, waitMs: number): Promise<void> {
    return this.record({ type: 'FellBehind', ...this.due(place, tries, detail, waitMs) })
  }

  caughtUp({ stream, revision }: Place): Promise<void> {
    return this.record({ type: 'CaughtUp', stream, revision, at: this.in(0) })
  }

  park({ stream, revision }: Place, tries: number, detail: string): Promise<void> {
    return this.record({ type: 'Parked', stream, revision, tries, detail: cut(detail), at: this.in(0) })
  }

  replayDue(place: Place, tries: number, detail: string, waitMs: number): Promise<void> {
    return this.record({ type: 'ReplayDue', ...this.due(place, tries, detail, waitMs) })
  }

  replayed({ stream, revision }: Place): Promise<void> {
    return this.record({ type: 'Replayed', stream, revision, at: this.in(0) })
  }

  /** Records that somebody wants these again; a failure is the caller's, and ends nothing. */
  async wanted(places: readonly Place[]): Promise<JournalFailure | undefined> {
    const entries = places.map((place): JournalEntry => ({ type: 'ReplayDue', ...this.due(place, 0, '', 0) }))
    const failures = await Promise.all(entries.map((entry) => this.journal.write(entry)))
    return failures.find((failure) => failure !== undefined)
  }

  /** Ends the reactor in front of a record. */
  halt({ stream, revision }: Place, detail: string): void {
    this.life.finish({ _tag: 'Halted', stream, revision, detail: cut(detail) })
  }

  private async record(entry: JournalEntry): Promise<void> {
    const failure = await this.journal.write(entry)
    if (failure !== undefined) this.life.finish({ _tag: 'Failed', failure })
  }

  private due({ stream, revision }: Place, tries: number, detail: string, waitMs: number) {
    return { stream, revision, tries, retryAt: this.in(waitMs), detail: cut(detail), at: this.in(0) }
  }

  private in(milliseconds: number): Instant {
    return instantOf(this.clock.now() + milliseconds)
  }
}

const cut = (detail: string): string => detail.slice(0, DETAIL_LENGTH)
