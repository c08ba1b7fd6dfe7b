import { deepStrictEqual, fail } from 'node:assert/strict'
import { NO_STREAM } from '@seat-ledger/core'
import * as E from 'fp-ts/lib/Either.js'
import { left, raced, right, settled } from './answers.js'
import type { ContractCase } from './case.js'
import { type EventStoreUnderTest, idsIn, idsOf, readAll } from './event-store.js'
import { eventOf, eventsOf, freshStreams, upTo } from './streams.js'

const WRITERS = 20

/** Who is refused when several want the same revision, and that a refused append writes nothing. */
export const conflictCases: readonly ContractCase<EventStoreUnderTest>[] = [
  {
    name: 'of 20 writers who start the same stream at once exactly one wins; the others are told WrongRevision',
    run: async ({ eventStore }) => {
      const stream = freshStreams().stream()
      const appends = upTo(WRITERS).map((writer) => eventsOf(`${writer}a`, `${writer}b`, `${writer}c`))
      const answers = await Promise.all(
        appends.map((events) => settled(() => eventStore.append(stream, NO_STREAM, events))),
      )
      const { won, lost } = raced(answers, stream, NO_STREAM)
      deepStrictEqual([won.length, lost.length], [1, WRITERS - 1])
      deepStrictEqual(await idsIn(eventStore, stream), idsOf(...won.map((winner) => appends[winner] ?? [])))
    },
  },
  {
    name: 'of 20 writers who continue the same stream at once exactly one wins; the others are told WrongRevision',
    run: async ({ eventStore }) => {
      const stream = freshStreams().stream()
      const before = eventsOf('before 0', 'before 1')
      await right(() => eventStore.append(stream, NO_STREAM, before))
      const appends = upTo(WRITERS).map((writer) => eventsOf(`${writer}a`, `${writer}b`))
      const answers = await Promise.all(
        appends.map((events) => settled(() => eventStore.append(stream, 1, events))),
      )
      const { won, lost } = raced(answers, stream, 1)
      deepStrictEqual([won.length, lost.length], [1, WRITERS - 1])
      deepStrictEqual(
        await idsIn(eventStore, stream),
        idsOf(before, ...won.map((winner) => appends[winner] ?? [])),
      )
    },
  },
  {
    name: 'writers who read again after a lost race all get through, and no event is lost or doubled',
    run: async ({ eventStore }) => {
      const stream = freshStreams().stream()
      const write = async (writer: number): Promise<string> => {
        const event = eventOf(String(writer))
        // Whoever loses, loses to another writer's only event: after as many losses as there are others, none is left.
        for (const _ of upTo(8)) {
          const expected = (await readAll(eventStore, stream)).length - 1
          const answer = await settled(() => eventStore.append(stream, expected, [event]))
          if (E.isRight(answer)) return event.id
          deepStrictEqual(answer.left, { _tag: 'WrongRevision', stream, expected })
        }
        return fail('refused though nobody else had written')
      }
      const written = await Promise.all(upTo(8).map(write))
      deepStrictEqual([...(await idsIn(eventStore, stream))].sort(), written.sort())
    },
  },
  {
    name: 'writers to different streams do not disturb each other',
    run: async ({ eventStore }) => {
      const { stream } = freshStreams()
      const answers = await Promise.all(
        upTo(WRITERS).map((pool) =>
          right(() => eventStore.append(stream(`pool-${pool}`), NO_STREAM, eventsOf('x'))),
        ),
      )
      deepStrictEqual(
        answers.map(({ revision }) => revision),
        upTo(WRITERS).map(() => 0),
      )
      deepStrictEqual(new Set(answers.map(({ position }) => position)).size, WRITERS)
    },
  },
  ...(
    [
      ['NO_STREAM is refused where the stream exists', 3, NO_STREAM],
      ['a revision that others have passed is refused', 3, 1],
      ['the first revision is refused where others have passed it', 3, 0],
      ['a revision that the stream has not reached is refused', 3, 3],
      ['a revision far beyond the stream is refused', 3, Number.MAX_SAFE_INTEGER - 10],
      ['any revision is refused where the stream does not exist', 0, 0],
    ] as const
  ).map(
    ([name, existing, expected]): ContractCase<EventStoreUnderTest> => ({
      name: `${name}, and nothing is written`,
      run: async ({ eventStore }) => {
        const stream = freshStreams().stream()
        const before = eventsOf(...upTo(existing).map(String))
        if (existing > 0) await right(() => eventStore.append(stream, NO_STREAM, before))
        const failure = await left(() => eventStore.append(stream, expected, eventsOf('late', 'later')))
        deepStrictEqual(failure, { _tag: 'WrongRevision', stream, expected })
        deepStrictEqual(await idsIn(eventStore, stream), idsOf(before))
        await right(() => eventStore.append(stream, existing - 1, eventsOf('the right revision still works')))
      },
    }),
  ),
]
