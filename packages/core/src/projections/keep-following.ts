import type { Clock } from '../ports/clock.js'
import type { Position } from '../ports/event-store.js'
import type { ReadFailure } from '../ports/failures.js'
import type { Feed, FeedMessage } from '../ports/feed.js'
import { Backoff } from './backoff.js'

/** How many messages may pass before the time is looked at, and how long they may have the process for themselves. */
const TURN_MESSAGES = 256
const TURN_MS = 25

/** What to follow, and whom to tell of failures. */
export interface Following {
  readonly feed: Feed
  readonly clock: Clock
  readonly after: Position
  readonly prefix: string
  readonly signal: AbortSignal
  /** Told of each failure before the feed is followed again. */
  readonly onFailure: (failure: ReadFailure) => void
}

/** What is left of a feed's messages when its failures are survived. */
export type FollowedMessage = Exclude<FeedMessage, { _tag: 'Failed' }>

/**
 * Follows a feed until the signal: after a failure it waits and goes on behind the last message. A feed that never has
 * to wait for anything is interrupted now and then, so that the rest of the process has its turn.
 */
export async function* keepFollowing(following: Following): AsyncGenerator<FollowedMessage, void, undefined> {
  const { feed, clock, prefix, signal, onFailure } = following
  const backoff = new Backoff(clock, signal)
  const turn = new Turn(clock)
  let after = following.after
  while (!signal.aborted) {
    let failure: ReadFailure | undefined
    try {
      for await (const message of feed.follow({ after, prefix, signal })) {
        if (message._tag === 'Failed') {
          failure = message.failure
          break
        }
        backoff.reset()
        after = later(after, positionOf(message))
        yield message
        if (turn.isOver()) await turn.giveWay()
      }
      if (!signal.aborted) failure ??= unavailable('the feed ended by itself', undefined)
    } catch (cause) {
      failure = unavailable('the feed threw', cause)
    }
    if (failure !== undefined) onFailure(failure)
    await backoff.wait()
  }
}

/** A feed that throws or ends by itself, against its contract, is one that fails. */
const unavailable = (detail: string, cause: unknown): ReadFailure => ({
  _tag: 'StoreUnavailable',
  detail,
  cause,
})

const positionOf = (message: FollowedMessage): Position =>
  message._tag === 'Event' ? message.event.position : message.position

const later = (a: Position, b: Position): Position => (a < b ? b : a)

/** By time, not by count alone: a clock that stands still, as in trials, never has to be waited for. */
class Turn {
  private readonly clock: Clock
  private messages: number
  private began: number

  constructor(clock: Clock) {
    this.clock = clock
    this.messages = 0
    this.began = clock.now()
  }

  isOver(): boolean {
    this.messages += 1
    return this.messages % TURN_MESSAGES === 0 && this.clock.now() - this.began >= TURN_MS
  }

  async giveWay(): Promise<void> {
    await this.clock.sleep(1)
    this.began = this.clock.now()
  }
}
