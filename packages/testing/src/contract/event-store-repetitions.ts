import { deepStrictEqual } from 'node:assert/strict'
import { type EventToAppend, NO_STREAM } from '@seat-ledger/core'
import { left, right } from './answers.js'
import type { ContractCase } from './case.js'
import { type EventStoreUnderTest, idsIn, idsOf } from './event-store.js'
import { eventsOf, freshStreams, upTo } from './streams.js'

const [BEFORE, FIRST, SECOND, AFTER, NEW] = ['before', 'first', 'second', 'after', 'new']

/** Events by label, so that a case reads as what it appends. */
type Labelled = Readonly<Record<string, EventToAppend>>

const pick = (events: Labelled, labels: readonly string[]): readonly EventToAppend[] =>
  labels.flatMap((label) => events[label] ?? [])

const labelled = (): Labelled => {
  const labels = [BEFORE, FIRST, SECOND, AFTER, NEW]
  return Object.fromEntries(eventsOf(...labels).map((event, index) => [labels[index], event]))
}

/** What happens to an append whose answer was lost, when it is made again. */
export const repetitionCases: readonly ContractCase<EventStoreUnderTest>[] = [
  ...(
    [
      ['of one event', [FIRST]],
      ['of several events', [FIRST, SECOND]],
    ] as const
  ).flatMap(([what, labels]) =>
    [NO_STREAM, 0].flatMap((expected) =>
      [[], [AFTER]].map(
        (after): ContractCase<EventStoreUnderTest> => ({
          name: `an append ${what}, repeated ${after.length > 0 ? 'after later events' : 'at once'}${
            expected === NO_STREAM ? ' at the start of a stream' : ''
          }, gets its first answer again and writes nothing`,
          run: async ({ eventStore }) => {
            const stream = freshStreams().stream()
            const events = labelled()
            const before = expected === NO_STREAM ? [] : pick(events, [BEFORE])
            if (before.length > 0) await right(() => eventStore.append(stream, NO_STREAM, before))
            const answer = await right(() => eventStore.append(stream, expected, pick(events, labels)))
            if (after.length > 0)
              await right(() => eventStore.append(stream, answer.revision, pick(events, after)))
            deepStrictEqual(
              await right(() => eventStore.append(stream, expected, pick(events, labels))),
              answer,
            )
            deepStrictEqual(
              await right(() => eventStore.append(stream, expected, pick(events, labels))),
              answer,
            )
            deepStrictEqual(
              await idsIn(eventStore, stream),
              idsOf(before, pick(events, [...labels, ...after])),
            )
          },
        }),
      ),
    ),
  ),
  {
    name: 'the same append made 20 times at once is written once, and every call gets the same answer',
    run: async ({ eventStore }) => {
      const stream = freshStreams().stream()
      const events = eventsOf('a', 'b')
      const answers = await Promise.all(
        upTo(20).map(() => right(() => eventStore.append(stream, NO_STREAM, events))),
      )
      deepStrictEqual(
        answers,
        answers.map(() => answers[0]),
      )
      deepStrictEqual(await idsIn(eventStore, stream), idsOf(events))
    },
  },
  {
    name: 'the first events of an append, repeated without the rest, are answered with the place of their last',
    run: async ({ eventStore }) => {
      const stream = freshStreams().stream()
      const events = eventsOf('a', 'b', 'c')
      await right(() => eventStore.append(stream, NO_STREAM, events))
      const [, second] = await right(() => eventStore.read(stream, { from: 0, limit: 2 }))
      deepStrictEqual(await right(() => eventStore.append(stream, NO_STREAM, events.slice(0, 2))), {
        revision: 1,
        position: second?.position,
      })
      deepStrictEqual(await idsIn(eventStore, stream), idsOf(events))
    },
  },
  ...(
    [
      ['with another second event', NO_STREAM, [FIRST, NEW]],
      ['with another first event', NO_STREAM, [NEW, SECOND]],
      ['in another order', NO_STREAM, [SECOND, FIRST]],
      ['with one event more than was written', NO_STREAM, [FIRST, SECOND, NEW]],
      ['at another place in the stream', NO_STREAM, [SECOND]],
      ['at a later place in the stream', 0, [FIRST]],
    ] as const
  ).map(
    ([what, expected, labels]): ContractCase<EventStoreUnderTest> => ({
      name: `an append repeated ${what} is another append: WrongRevision, and nothing is written`,
      run: async ({ eventStore }) => {
        const stream = freshStreams().stream()
        const events = labelled()
        await right(() => eventStore.append(stream, NO_STREAM, pick(events, [FIRST, SECOND])))
        const failure = await left(() => eventStore.append(stream, expected, pick(events, labels)))
        deepStrictEqual(failure, { _tag: 'WrongRevision', stream, expected })
        deepStrictEqual(await idsIn(eventStore, stream), idsOf(pick(events, [FIRST, SECOND])))
      },
    }),
  ),
]
