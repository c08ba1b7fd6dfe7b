import { deepStrictEqual, ok } from 'node:assert/strict'
import { NO_STREAM, START } from '@seat-ledger/core'
import { right } from './answers.js'
import type { ContractCase } from './case.js'
import { type EventStoreUnderTest, idsIn, idsOf, readAll } from './event-store.js'
import { eventOf, eventsOf, freshStreams, upTo } from './streams.js'

/** What an append writes and answers when nobody is in its way. */
export const appendCases: readonly ContractCase<EventStoreUnderTest>[] = [
  {
    name: 'the first event of a stream has revision 0',
    run: async ({ eventStore }) => {
      const stream = freshStreams().stream()
      const appended = await right(() => eventStore.append(stream, NO_STREAM, eventsOf('first')))
      deepStrictEqual(appended.revision, 0)
      deepStrictEqual(
        (await readAll(eventStore, stream)).map(({ revision }) => revision),
        [0],
      )
    },
  },
  {
    name: 'an append answers with the revision and the position of its last event',
    run: async ({ eventStore }) => {
      const stream = freshStreams().stream()
      for (const [expected, labels] of [
        [NO_STREAM, ['a', 'b', 'c']],
        [2, ['d']],
        [3, ['e', 'f']],
      ] as const) {
        const appended = await right(() => eventStore.append(stream, expected, eventsOf(...labels)))
        const last = (await readAll(eventStore, stream)).at(-1)
        deepStrictEqual(appended, { revision: last?.revision, position: last?.position })
      }
    },
  },
  {
    name: 'revisions are gapless over many appends of every size',
    run: async ({ eventStore }) => {
      const stream = freshStreams().stream()
      const appends = upTo(12).map((size) => eventsOf(...upTo((size % 4) + 1).map(String)))
      let expected = NO_STREAM
      for (const events of appends)
        ({ revision: expected } = await right(() => eventStore.append(stream, expected, events)))
      const recorded = await readAll(eventStore, stream)
      deepStrictEqual(
        recorded.map(({ revision }) => revision),
        upTo(expected + 1),
      )
      deepStrictEqual(
        recorded.map(({ id }) => id),
        idsOf(...appends),
      )
    },
  },
  {
    name: 'positions grow strictly, within an append, along a stream and across streams',
    run: async ({ eventStore }) => {
      const { stream } = freshStreams()
      const streams = [stream('a'), stream('b'), stream('c')]
      const positions: bigint[] = []
      for (const round of upTo(4)) {
        for (const name of streams) {
          await right(() => eventStore.append(name, round * 2 - 1, eventsOf('x', 'y')))
          const written = await right(() => eventStore.read(name, { from: round * 2, limit: 2 }))
          positions.push(...written.map(({ position }) => position))
        }
      }
      deepStrictEqual(positions.length, 24)
      ok(
        positions.every((position, index) => position > (positions[index - 1] ?? START)),
        `not growing: ${positions.join(', ')}`,
      )
    },
  },
  {
    name: 'streams with nearly the same name are strangers',
    run: async ({ eventStore }) => {
      const { stream } = freshStreams()
      const names = ['ab', 'AB', 'abc', 'a-b', 'a_b', 'axb', 'b'].map((pool) => stream(pool))
      const events = names.map((name) => eventOf(name))
      for (const [index, name] of names.entries()) {
        await right(() => eventStore.append(name, NO_STREAM, events.slice(index, index + 1)))
      }
      for (const [index, name] of names.entries()) {
        const recorded = await readAll(eventStore, name)
        deepStrictEqual(
          recorded.map(({ id, stream: where }) => [id, where]),
          [[events[index]?.id, name]],
        )
      }
    },
  },
  {
    name: 'an answered append is seen by every read that starts after the answer',
    run: async ({ eventStore }) => {
      const stream = freshStreams().stream()
      for (const round of upTo(20)) {
        const [event] = eventsOf(String(round))
        if (event === undefined) continue
        await right(() => eventStore.append(stream, round - 1, [event]))
        const seen = await right(() => eventStore.read(stream, { from: round, limit: 10 }))
        deepStrictEqual(
          seen.map(({ id }) => id),
          [event.id],
        )
      }
    },
  },
  {
    name: 'a reader sees all events of an append or none, also while it is being written',
    run: async ({ eventStore }) => {
      const stream = freshStreams().stream()
      const events = eventsOf(...upTo(50).map(String))
      const writing = right(() => eventStore.append(stream, NO_STREAM, events))
      const sizes = await Promise.all(upTo(20).map(async () => (await idsIn(eventStore, stream)).length))
      await writing
      deepStrictEqual(
        sizes.filter((size) => size !== 0 && size !== 50),
        [],
      )
      deepStrictEqual(await idsIn(eventStore, stream), idsOf(events))
    },
  },
]
