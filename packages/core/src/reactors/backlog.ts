import * as t from 'io-ts'
import { integer } from '../domain/codec.js'
import type { StreamName } from '../domain/ids.js'
import { Instant } from '../domain/instant.js'

const Place = { stream: t.string, revision: integer('Revision', 0, Number.MAX_SAFE_INTEGER) }
const Tries = integer('Tries', 0, Number.MAX_SAFE_INTEGER)

/** The pool is behind the feed: `revision` is the next to handle, after `tries` failed ones, not before `retryAt`. */
const FellBehind = t.strict({
  type: t.literal('FellBehind'),
  ...Place,
  tries: Tries,
  retryAt: Instant,
  detail: t.string,
  at: Instant,
})
/** The pool is with the feed again: everything up to `revision` is handled. */
const CaughtUp = t.strict({ type: t.literal('CaughtUp'), ...Place, at: Instant })
/** The record was put aside after `tries` tries. */
const Parked = t.strict({
  type: t.literal('Parked'),
  ...Place,
  tries: Tries,
  detail: t.string,
  at: Instant,
})
/** Somebody wants the record handled again; after `tries` failed ones, not before `retryAt`. */
const ReplayDue = t.strict({
  type: t.literal('ReplayDue'),
  ...Place,
  tries: Tries,
  retryAt: Instant,
  detail: t.string,
  at: Instant,
})
/** The record was handled again; it is not parked any more. */
const Replayed = t.strict({ type: t.literal('Replayed'), ...Place, at: Instant })

/** What a reactor writes down: only what went wrong, as the checkpoint says that the rest is done. */
export const JournalEntry = t.union([FellBehind, CaughtUp, Parked, ReplayDue, Replayed])
export type JournalEntry = t.TypeOf<typeof JournalEntry>
/** A pool that waits for another try, or is catching up. */
export type FellBehind = t.TypeOf<typeof FellBehind>
/** A record that was put aside after its last try. */
export type Parked = t.TypeOf<typeof Parked>
export type ReplayDue = t.TypeOf<typeof ReplayDue>

/** Names a record within a backlog. */
const placeKey = ({ stream, revision }: { readonly stream: string; readonly revision: number }): string =>
  `${stream}@${revision}`

/** What a reactor still has to do besides following the feed. Bounded by pools and parked records, never by events. */
export class Backlog {
  readonly behind = new Map<StreamName, FellBehind>()
  readonly parked = new Map<string, Parked>()
  readonly replays = new Map<string, ReplayDue>()

  add(entry: JournalEntry): void {
    switch (entry.type) {
      case 'FellBehind':
        this.behind.set(entry.stream as StreamName, entry)
        return
      case 'CaughtUp':
        this.behind.delete(entry.stream as StreamName)
        return
      case 'Parked':
        this.parked.set(placeKey(entry), entry)
        this.replays.delete(placeKey(entry))
        return
      case 'ReplayDue':
        this.replays.set(placeKey(entry), entry)
        return
      case 'Replayed':
        this.parked.delete(placeKey(entry))
        this.replays.delete(placeKey(entry))
        return
    }
  }

  /** The entries that say all of this again. */
  restated(): readonly JournalEntry[] {
    return [...this.behind.values(), ...this.parked.values(), ...this.replays.values()]
  }

  hasReplay(place: { readonly stream: string; readonly revision: number }): boolean {
    return this.replays.has(placeKey(place))
  }

  get size(): number {
    return this.behind.size + this.parked.size + this.replays.size
  }
}
