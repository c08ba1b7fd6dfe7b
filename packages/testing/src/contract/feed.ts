import { deepStrictEqual } from 'node:assert/strict'
import {
  type EventStore,
  type Feed,
  NO_STREAM,
  type Position,
  type RecordedEvent,
  type StreamName,
} from '@seat-ledger/core'
import { right } from './answers.js'
import type { Subject } from './case.js'
import { FeedReader } from './feed-reader.js'
import { eventsOf, type FreshStreams, freshStreams, upTo } from './streams.js'

/** A feed to be tested, and the store whose log it follows. Both may be shared and hold anything else. */
export interface FeedUnderTest extends Subject {
  readonly eventStore: EventStore
  readonly feed: Feed
  /** How many milliseconds to wait for a message before the case fails; 10,000 when left out. */
  readonly patience?: number
}

/** A place in the log from which on a case knows every event of its own streams. */
export interface Scene {
  readonly streams: FreshStreams
  /** Behind everything that was in the log before. */
  readonly start: Position
  /** Appends one event for each label to the end of a pool's stream; gives the position of the last. */
  readonly write: (pool: string, ...labels: readonly string[]) => Promise<Position>
  /** Opens a reader of this case's streams. It is closed with the case. */
  readonly follow: (after: Position, signal?: AbortSignal) => FeedReader
}

/** Runs a case on a part of the log of its own, and closes its readers, whatever its outcome. */
export const onScene =
  (play: (scene: Scene, tested: FeedUnderTest) => Promise<void>) =>
  async (tested: FeedUnderTest): Promise<void> => {
    const readers: FeedReader[] = []
    const streams = freshStreams()
    const ends = new Map<StreamName, number>()
    const append = async (stream: StreamName, labels: readonly string[]): Promise<Position> => {
      const expected = ends.get(stream) ?? NO_STREAM
      ends.set(stream, expected + labels.length)
      return (await right(() => tested.eventStore.append(stream, expected, eventsOf(...labels)))).position
    }
    const start = await append(freshStreams().stream(), ['start'])
    const follow = (after: Position, signal?: AbortSignal): FeedReader => {
      const { feed, patience } = tested
      const reader = new FeedReader(feed, {
        after,
        prefix: streams.prefix,
        patience,
        ...(signal && { signal }),
      })
      readers.push(reader)
      return reader
    }
    try {
      await play(
        { streams, start, write: (pool, ...labels) => append(streams.stream(pool), labels), follow },
        tested,
      )
    } finally {
      for (const reader of readers) await reader.close()
    }
  }

/** Writes `rounds` events to each of three pools in turn. */
export const writeInTurn = async ({ write }: Scene, rounds: number): Promise<void> => {
  for (const round of upTo(rounds)) for (const pool of ['a', 'b', 'c']) await write(pool, `${pool}${round}`)
}

/** What an event says that it is. */
export const labelOf = ({ data }: RecordedEvent): unknown =>
  typeof data === 'object' && data !== null && 'label' in data ? data.label : data

/** The labels of events, in order: what most cases compare. */
export const expectLabels = (events: readonly RecordedEvent[], labels: readonly string[]): void => {
  deepStrictEqual(events.map(labelOf), labels)
}
