import { fail } from 'node:assert/strict'
import type { Feed, FeedMessage, Position, RecordedEvent } from '@seat-ledger/core'

/** How long a case waits for a message before it says that none will come. */
const PATIENCE = 10_000

/** No case writes as many events. */
const MANY = 10_000

/** What a case follows. */
interface Followed {
  readonly after: Position
  readonly prefix: string
  readonly signal?: AbortSignal
  /** Milliseconds; 10 seconds when left out. */
  readonly patience?: number | undefined
}

/** Reads a feed one message at a time, and makes everything a feed must not do a failure of the case. */
export class FeedReader {
  readonly messages: FeedMessage[] = []
  private readonly iterator: AsyncIterator<FeedMessage>
  private readonly abort = new AbortController()
  private readonly patience: number

  constructor(feed: Feed, { after, prefix, signal, patience }: Followed) {
    this.patience = patience ?? PATIENCE
    const range = { after, prefix, signal: signal ?? this.abort.signal }
    this.iterator = feed.follow(range)[Symbol.asyncIterator]()
  }

  /** The next message, or undefined at the end of the feed. */
  async next(): Promise<FeedMessage | undefined> {
    const result = await inTime(this.iterator.next(), this.patience, 'a message or the end of the feed')
    if (result.done === true) return undefined
    this.messages.push(result.value)
    if (result.value._tag === 'Failed') fail(`The feed failed: ${JSON.stringify(result.value.failure)}`)
    return result.value
  }

  /** Events up to the next CaughtUp. */
  async untilCaughtUp(): Promise<readonly RecordedEvent[]> {
    const events: RecordedEvent[] = []
    while (events.length < MANY) {
      const message = (await this.next()) ?? fail('The feed ended by itself')
      if (message._tag === 'CaughtUp') return events
      if (message._tag === 'Event') events.push(message.event)
    }
    return fail(`The feed gave ${MANY} events, more than any case writes`)
  }

  /** As many events as asked for, whatever CaughtUp comes in between. */
  async events(count: number): Promise<readonly RecordedEvent[]> {
    const events: RecordedEvent[] = []
    while (events.length < count) {
      const message =
        (await this.next()) ?? fail(`The feed ended by itself after ${events.length} of ${count} events`)
      if (message._tag === 'Event') events.push(message.event)
    }
    return events
  }

  /** Ends the feed as a `break` does. Every case does, or its subject could not be cleaned up. */
  async close(): Promise<void> {
    this.abort.abort()
    if (this.iterator.return !== undefined)
      await inTime(this.iterator.return(), this.patience, 'the end of the feed')
  }
}

/** `promise`, or a failure that says what did not come. The timer never decides a case that is kept. */
const inTime = async <Value>(promise: Promise<Value>, patience: number, what: string): Promise<Value> => {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Waited ${patience} ms for ${what}`)), patience)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}
