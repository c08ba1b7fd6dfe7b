import { deepStrictEqual } from 'node:assert/strict'
import { type EventStore, NO_STREAM, type StreamName } from '@seat-ledger/core'
import { right } from './answers.js'
import type { ContractCase } from './case.js'
import { type EventStoreUnderTest, idsOf, readAll } from './event-store.js'
import { eventsOf, freshStreams, upTo } from './streams.js'

const filled = async (
  store: EventStore,
  count: number,
): Promise<{ stream: StreamName; ids: readonly string[] }> => {
  const stream = freshStreams().stream()
  const events = eventsOf(...upTo(count).map(String))
  await right(() => store.append(stream, NO_STREAM, events))
  return { stream, ids: idsOf(events) }
}

/** Values that storage tends to change: what goes in must come out, to the last character. */
const DIFFICULT: readonly (readonly [string, object])[] = [
  [
    'texts of every script',
    {
      text: 'Grüße, 漢字, עברית, 🪑👩‍👩‍👧, \u00c5 A\u030a \u212b, \u0000\u0001\u001f\u007f\u2028\u2029\ufeff"\\/',
    },
  ],
  [
    'numbers at their limits',
    { n: [0, -1, 0.1, 1.5e-7, 1e21, 2 ** 53 - 1, -(2 ** 53 - 1), 5e-324, 1.7976931348623157e308] },
  ],
  [
    'what looks like something else',
    {
      date: '2026-03-03T09:30:00.000Z',
      number: '007',
      bool: 'true',
      none: 'null',
      uuid: 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11',
    },
  ],
  [
    'empty and absent things',
    { list: [], object: {}, text: '', nothing: null, no: false, nested: [[], [{}], [null]] },
  ],
  [
    'keys that objects have by birth',
    { constructor: 1, toString: 2, hasOwnProperty: 3, length: 4, '': 5, $id: 6, 'a.b': 7, 0: 8 },
  ],
  ['nesting 30 levels deep', upTo(30).reduce<object>((inner, level) => ({ level, inner: [inner] }), {})],
  ['100 KB', { text: 'ä0'.repeat(33_000), last: true }],
]

/** What comes back, and which part of it. */
export const readCases: readonly ContractCase<EventStoreUnderTest>[] = [
  {
    name: 'a stream that was never written to is empty',
    run: async ({ eventStore }) => {
      deepStrictEqual(await readAll(eventStore, freshStreams().stream()), [])
    },
  },
  {
    name: 'a read begins at `from`, included, and gives at most `limit` events in order',
    run: async ({ eventStore }) => {
      const { stream, ids } = await filled(eventStore, 10)
      for (const [from, limit] of [
        [0, 1],
        [0, 10],
        [3, 4],
        [9, 1],
        [8, 5],
        [0, 1_000_000],
      ] as const) {
        const page = await right(() => eventStore.read(stream, { from, limit }))
        deepStrictEqual(
          page.map(({ id }) => id),
          ids.slice(from, from + limit),
        )
        deepStrictEqual(
          page.map(({ revision }) => revision),
          upTo(10).slice(from, from + limit),
        )
      }
    },
  },
  {
    name: 'a read past the end is empty',
    run: async ({ eventStore }) => {
      const { stream } = await filled(eventStore, 3)
      for (const from of [3, 4, 1_000_000])
        deepStrictEqual(await right(() => eventStore.read(stream, { from, limit: 5 })), [])
    },
  },
  {
    name: 'a read gives fewer events than `limit` only at the end, also where there are hundreds',
    run: async ({ eventStore }) => {
      const { stream, ids } = await filled(eventStore, 700)
      for (const limit of [699, 700, 701]) {
        const page = await right(() => eventStore.read(stream, { from: 0, limit }))
        deepStrictEqual(
          page.map(({ id }) => id),
          ids.slice(0, limit),
        )
      }
    },
  },
  {
    name: 'pages put together are the stream',
    run: async ({ eventStore }) => {
      const { stream, ids } = await filled(eventStore, 25)
      const pages: string[] = []
      for (const from of [0, 7, 14, 21]) {
        pages.push(...(await right(() => eventStore.read(stream, { from, limit: 7 }))).map(({ id }) => id))
      }
      deepStrictEqual(pages, ids)
    },
  },
  {
    name: 'ids, types and the stream come back as they were given, and nothing besides',
    run: async ({ eventStore }) => {
      const stream = freshStreams().stream('Pool_with-every-kind')
      const [one, other] = eventsOf('one', 'other')
      if (one === undefined || other === undefined) return
      const events = [
        { ...one, type: 'InvitationResent' },
        { ...other, type: 'some_type-V2.1' },
      ]
      await right(() => eventStore.append(stream, NO_STREAM, events))
      const recorded = await readAll(eventStore, stream)
      deepStrictEqual(
        recorded,
        events.map((event, revision) => ({
          ...event,
          stream,
          revision,
          position: recorded[revision]?.position,
        })),
      )
    },
  },
  ...DIFFICULT.map(
    ([what, value]): ContractCase<EventStoreUnderTest> => ({
      name: `data and metadata come back as they were given: ${what}`,
      run: async ({ eventStore }) => {
        const stream = freshStreams().stream()
        const [event] = eventsOf('difficult')
        if (event === undefined) return
        await right(() =>
          eventStore.append(stream, NO_STREAM, [{ ...event, data: value, metadata: { of: value } }]),
        )
        const [recorded] = await readAll(eventStore, stream)
        deepStrictEqual(recorded?.data, value)
        deepStrictEqual(recorded?.metadata, { of: value })
      },
    }),
  ),
]
