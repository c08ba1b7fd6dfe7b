import type { Position, RecordedEvent } from './event-store.js'
import type { ReadFailure } from './failures.js'

/** What a feed says: an event; that everything recorded so far has been given; or why it ends. */
export type FeedMessage =
  | { readonly _tag: 'Event'; readonly event: RecordedEvent }
  | { readonly _tag: 'CaughtUp'; readonly position: Position }
  | { readonly _tag: 'Failed'; readonly failure: ReadFailure }

/** What to follow: events after `after` (not included) of the streams whose names begin with `prefix`. */
export interface FeedRange {
  readonly after: Position
  readonly prefix: string
  /** Ends the feed, also while it waits. */
  readonly signal: AbortSignal
}

/** The whole log, followed live. Every adapter passes `feedContract` of `@seat-ledger/testing`. */
export interface Feed {
  /**
   * Messages in log order, one at a time: the next is fetched when the reader asks for it. `CaughtUp` comes each time
   * the reader has had everything, then the feed waits for more. It ends on `signal`, on `break`, or after `Failed`;
   * it never throws. What it survives (a lost connection) it survives silently, without a gap or a repetition.
   */
  follow(range: FeedRange): AsyncIterable<FeedMessage>
}
