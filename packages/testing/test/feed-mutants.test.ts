import { setMaxListeners } from 'node:events'
import { type EventStore, type Feed, type FeedMessage, type FeedRange, START } from '@seat-ledger/core'
import { memoryStore } from '@seat-ledger/memory'
import { describe, expect, it } from 'vitest'
import { feedCases } from '../src/index.js'
import { failingCases } from './failing-cases.js'

type Follow = (feed: Feed, range: FeedRange) => AsyncIterable<FeedMessage>

const following = (follow: Follow) => (): { eventStore: EventStore; feed: Feed } => {
  const { eventStore, feed } = memoryStore()
  return { eventStore, feed: { follow: (range) => follow(feed, range) } }
}

/** A feed whose messages are changed on the way; an empty list drops one. */
const changing = (change: (range: FeedRange) => (message: FeedMessage) => readonly FeedMessage[]) =>
  following(async function* (feed, range) {
    const changed = change(range)
    for await (const message of feed.follow(range)) yield* changed(message)
  })

const never = (): Promise<void> => new Promise(() => {})

const like = (prefix: string): RegExp => new RegExp(`^${prefix.replaceAll('.', '\\.').replaceAll('_', '.')}`)

/** What one broken feed does, how, and a part of the name of a case that must notice. */
const MUTANTS: readonly (readonly [string, () => { eventStore: EventStore; feed: Feed }, string])[] = [
  [
    'skips an event when it resumes',
    following((feed, range) => feed.follow({ ...range, after: range.after + 1n })),
    'a feed resumes behind its position',
  ],
  [
    'repeats the event at its position',
    following((feed, range) =>
      feed.follow({ ...range, after: range.after > START ? range.after - 1n : START }),
    ),
    'a feed resumes behind its position',
  ],
  [
    'takes START for the first event',
    following((feed, range) => feed.follow({ ...range, after: range.after === START ? 1n : range.after })),
    'START lies before every event',
  ],
  [
    'goes on waiting after an abort',
    following((feed, range) => feed.follow({ ...range, signal: new AbortController().signal })),
    'an abort while the feed waits ends it promptly',
  ],
  [
    'gives what it has before it ends on an abort',
    following(async function* (feed, range) {
      const { signal } = new AbortController()
      for await (const message of feed.follow({ ...range, signal })) {
        if (message._tag === 'CaughtUp' && range.signal.aborted) return
        yield message
      }
    }),
    'an abort between two messages ends the feed',
  ],
  [
    'throws on an abort',
    following(async function* (feed, range) {
      yield* feed.follow(range)
      range.signal.throwIfAborted?.()
    }),
    'an abort while the feed waits ends it promptly',
  ],
  [
    'never says CaughtUp',
    changing(() => (message) => (message._tag === 'CaughtUp' ? [] : [message])),
    'a feed with nothing to give says CaughtUp',
  ],
  [
    'says CaughtUp once only',
    changing(() => {
      let isSaid = false
      return (message) => {
        if (message._tag !== 'CaughtUp') return [message]
        const first = isSaid ? [] : [message]
        isSaid = true
        return first
      }
    }),
    'CaughtUp is said again',
  ],
  [
    'says CaughtUp at the position that it began at',
    changing((range) => (message) => [
      message._tag === 'CaughtUp' ? { ...message, position: range.after } : message,
    ]),
    'CaughtUp comes after the last event, at a position',
  ],
  [
    'says CaughtUp ahead of its position',
    changing(() => (message) => [
      message._tag === 'CaughtUp' ? { ...message, position: message.position + 1n } : message,
    ]),
    'CaughtUp comes after the last event, at a position',
  ],
  [
    'says CaughtUp before each event',
    changing(
      () => (message) =>
        message._tag === 'Event'
          ? [{ _tag: 'CaughtUp', position: message.event.position - 1n }, message]
          : [message],
    ),
    'a feed does not run ahead',
  ],
  [
    'ignores the prefix',
    following((feed, range) => feed.follow({ ...range, prefix: '' })),
    'the prefix is exact',
  ],
  [
    'takes _ in the prefix for any letter',
    following(async function* (feed, range) {
      for await (const message of feed.follow({ ...range, prefix: '' })) {
        if (message._tag !== 'Event' || like(range.prefix).test(message.event.stream)) yield message
      }
    }),
    'the prefix is exact',
  ],
  [
    'compares the prefix without case',
    following(async function* (feed, range) {
      for await (const message of feed.follow({ ...range, prefix: '' })) {
        const isOwn =
          message._tag !== 'Event' ||
          message.event.stream.toLowerCase().startsWith(range.prefix.toLowerCase())
        if (isOwn) yield message
      }
    }),
    'the prefix is exact',
  ],
  [
    'cuts the separator off the prefix',
    following((feed, range) => feed.follow({ ...range, prefix: range.prefix.replace(/\.$/, '') })),
    'the prefix is exact',
  ],
  [
    'gives the last event again with each CaughtUp',
    changing(() => {
      let last: readonly FeedMessage[] = []
      return (message) => {
        if (message._tag !== 'Event') return [...last, message]
        last = [message]
        return last
      }
    }),
    'a feed gives every event after its position',
  ],
  [
    'loses every tenth event',
    changing(() => {
      let count = 0
      return (message) => {
        if (message._tag !== 'Event') return [message]
        count += 1
        return count % 10 === 0 ? [] : [message]
      }
    }),
    'a feed gives every event after its position',
  ],
  [
    'gives the events of a batch stream by stream',
    following(async function* (feed, range) {
      const batch: Extract<FeedMessage, { _tag: 'Event' }>[] = []
      for await (const message of feed.follow(range)) {
        if (message._tag === 'Event') {
          batch.push(message)
          continue
        }
        yield* batch.splice(0).sort((a, b) => (a.event.stream < b.event.stream ? -1 : 1))
        yield message
      }
    }),
    'a feed gives every event after its position',
  ],
  [
    'stops at the end of the log',
    following(async function* (feed, range) {
      for await (const message of feed.follow(range)) {
        yield message
        if (message._tag === 'CaughtUp') return
      }
    }),
    'events appended while the feed waits are given',
  ],
  [
    'hangs at the end of the log',
    following(async function* (feed, range) {
      for await (const message of feed.follow(range)) {
        yield message
        if (message._tag === 'CaughtUp') await never()
      }
    }),
    'events appended while the feed waits are given',
  ],
  [
    'loses what is appended while the reader is busy',
    following(async function* (feed, range) {
      const lost: (readonly [bigint, bigint])[] = []
      for await (const message of feed.follow(range)) {
        if (message._tag !== 'Event') yield message
        else if (!lost.some(([from, to]) => from < message.event.position && message.event.position <= to)) {
          const before = await headOf(feed, range)
          yield message
          lost.push([before, await headOf(feed, range)])
        }
      }
    }),
    'events appended while the reader is busy',
  ],
  ['runs ahead of its reader', following((feed, range) => pumped(feed, range)), 'a feed does not run ahead'],
  [
    'leaves a listener behind',
    following(async function* (feed, range) {
      range.signal.addEventListener('abort', () => {})
      yield* feed.follow(range)
    }),
    'a break leaves no listener',
  ],
  [
    'adds a listener for each message',
    following(async function* (feed, range) {
      setMaxListeners(0, range.signal)
      for await (const message of feed.follow(range)) {
        range.signal.addEventListener('abort', () => {})
        yield message
      }
    }),
    'a feed that has waited many times',
  ],
]

const headOf = async (feed: Feed, range: FeedRange): Promise<bigint> => {
  for await (const message of feed.follow(range)) if (message._tag === 'CaughtUp') return message.position
  return START
}

/** Reads as fast as the log is written, into a queue without end. */
async function* pumped(feed: Feed, range: FeedRange): AsyncGenerator<FeedMessage> {
  const queue: FeedMessage[] = []
  let wake = (): void => {}
  let isOver = false
  const pump = (async () => {
    for await (const message of feed.follow(range)) {
      queue.push(message)
      wake()
    }
    isOver = true
    wake()
  })()
  while (!isOver && !range.signal.aborted) {
    const message = queue.shift()
    if (message !== undefined) yield message
    else if (!isOver) {
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    }
  }
  await pump
}

describe('the contract of a feed', () => {
  it('is kept by the feed of a memory store', async () => {
    expect(await failingCases(feedCases, memoryStore)).toEqual([])
  })

  it.each(MUTANTS)('notices a feed that %s', async (_, make, noticed) => {
    const failing = await failingCases(feedCases, () => ({ ...make(), patience: 150 }))
    expect(failing).toContainEqual(expect.stringContaining(noticed))
  })

  it('names every rule once', () => {
    const names = feedCases.map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
  })
})
