import type {
  Appended,
  AppendFailure,
  EventStore,
  EventToAppend,
  RecordedEvent,
  StreamName,
} from '@seat-ledger/core'
import { memoryStore } from '@seat-ledger/memory'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { eventStoreCases } from '../src/index.js'
import { failingCases } from './failing-cases.js'

type Answer = E.Either<AppendFailure, Appended>

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

const wrong = (stream: StreamName, expected: number): Answer =>
  E.left({ _tag: 'WrongRevision', stream, expected })

const all = async (store: EventStore, stream: StreamName): Promise<readonly RecordedEvent[]> => {
  const read = await store.read(stream, { from: 0, limit: 100_000 })
  return E.isRight(read) ? read.right : []
}

const end = async (store: EventStore, stream: StreamName): Promise<number> =>
  (await all(store, stream)).length - 1

/** Appends whatever is expected. */
const force = async (
  store: EventStore,
  stream: StreamName,
  events: readonly EventToAppend[],
): Promise<Answer> => store.append(stream, await end(store, stream), events)

type Append = (store: EventStore, ...call: Parameters<EventStore['append']>) => Promise<Answer>
type Read = (store: EventStore, ...call: Parameters<EventStore['read']>) => ReturnType<EventStore['read']>

const appending = (append: Append) => (): EventStore => {
  const { eventStore } = memoryStore()
  return { ...eventStore, append: (...call) => append(eventStore, ...call) }
}

const reading = (read: Read) => (): EventStore => {
  const { eventStore } = memoryStore()
  return { ...eventStore, read: (...call) => read(eventStore, ...call) }
}

const storing = (change: (event: EventToAppend) => EventToAppend) =>
  appending((store, stream, expected, events) => store.append(stream, expected, events.map(change)))

/** What one broken adapter does, how, and a part of the name of a case that must notice. */
const MUTANTS: readonly (readonly [string, () => EventStore, string])[] = [
  [
    'forgets that an append may be repeated',
    appending(async (store, stream, expected, events) =>
      (await end(store, stream)) === expected
        ? store.append(stream, expected, events)
        : wrong(stream, expected),
    ),
    'repeated at once',
  ],
  [
    'knows a repetition only while nothing has followed',
    appending(async (store, stream, expected, events) => {
      const last = await end(store, stream)
      return last === expected || last === expected + events.length
        ? store.append(stream, expected, events)
        : wrong(stream, expected)
    }),
    'repeated after later events',
  ],
  [
    'writes a repetition a second time',
    appending(async (store, stream, expected, events) => {
      const answer = await store.append(stream, expected, events)
      return E.isRight(answer) && answer.right.revision !== (await end(store, stream))
        ? force(store, stream, events)
        : answer
    }),
    'repeated after later events',
  ],
  [
    'answers a repetition with the end of the stream',
    appending(async (store, stream, expected, events) => {
      const answer = await store.append(stream, expected, events)
      const last = (await all(store, stream)).at(-1)
      return E.isRight(answer) && last !== undefined
        ? E.right({ revision: last.revision, position: last.position })
        : answer
    }),
    'repeated after later events',
  ],
  [
    'takes an append for a repetition when its first event is the same',
    appending(async (store, stream, expected, events) => {
      const recorded = await all(store, stream)
      const first = recorded[expected + 1]
      const last = recorded[Math.min(expected + events.length, recorded.length - 1)]
      return first?.id === events[0]?.id && last !== undefined
        ? E.right({ revision: last.revision, position: last.position })
        : store.append(stream, expected, events)
    }),
    'repeated with another second event',
  ],
  [
    'takes an append for a repetition when all its events are somewhere in the stream',
    appending(async (store, stream, expected, events) => {
      const recorded = await all(store, stream)
      const last = recorded.at(-1)
      const isKnown = events.every(({ id }) => recorded.some((event) => event.id === id))
      return isKnown && last !== undefined
        ? E.right({ revision: last.revision, position: last.position })
        : store.append(stream, expected, events)
    }),
    'repeated in another order',
  ],
  [
    'never compares revisions',
    appending((store, stream, _, events) => force(store, stream, events)),
    'NO_STREAM is refused',
  ],
  [
    'accepts a revision that the stream has not reached',
    appending(async (store, stream, expected, events) =>
      expected > (await end(store, stream))
        ? force(store, stream, events)
        : store.append(stream, expected, events),
    ),
    'a revision that the stream has not reached is refused',
  ],
  [
    'lets two writers win, as it compares first and writes later',
    appending(async (store, stream, expected, events) => {
      if ((await end(store, stream)) !== expected) return store.append(stream, expected, events)
      await turn()
      return force(store, stream, events)
    }),
    'of 20 writers who start the same stream at once exactly one wins',
  ],
  [
    'writes event by event',
    appending(async (store, stream, expected, events) => {
      let answer: Answer = wrong(stream, expected)
      for (const [index, event] of events.entries()) {
        answer = await store.append(stream, expected + index, [event])
        if (E.isLeft(answer)) return wrong(stream, expected)
        await turn()
      }
      return answer
    }),
    'a reader sees all events of an append or none',
  ],
  [
    'writes the first event of a refused append',
    appending(async (store, stream, expected, events) => {
      const answer = await store.append(stream, expected, events)
      if (E.isLeft(answer)) await force(store, stream, events.slice(0, 1))
      return answer
    }),
    'nothing is written',
  ],
  [
    'answers before it has written',
    appending(async (store, stream, expected, events) => {
      void turn().then(() => store.append(stream, expected, events))
      return E.right({ revision: expected + events.length, position: 0n })
    }),
    'an answered append is seen by every read',
  ],
  [
    'answers with the place of the first event',
    appending(async (store, stream, expected, events) => {
      const answer = await store.append(stream, expected, events)
      return E.isRight(answer) ? E.right({ ...answer.right, revision: expected + 1 }) : answer
    }),
    'an append answers with the revision and the position of its last event',
  ],
  [
    'throws on a conflict',
    appending(async (store, stream, expected, events) => {
      const answer = await store.append(stream, expected, events)
      if (E.isLeft(answer)) throw new Error('conflict')
      return answer
    }),
    'of 20 writers who continue the same stream',
  ],
  [
    'names the actual revision as the expected one in a conflict',
    appending(async (store, stream, expected, events) => {
      const answer = await store.append(stream, expected, events)
      return E.isLeft(answer) ? wrong(stream, await end(store, stream)) : answer
    }),
    'a revision that others have passed is refused',
  ],
  [
    'compares stream names without case',
    () => {
      const { eventStore } = memoryStore()
      const lower = (stream: StreamName) => stream.toLowerCase() as StreamName
      return {
        append: (stream, expected, events) => eventStore.append(lower(stream), expected, events),
        read: (stream, range) => eventStore.read(lower(stream), range),
      }
    },
    'streams with nearly the same name are strangers',
  ],
  [
    'reads from behind `from`',
    reading((store, stream, range) => store.read(stream, { ...range, from: range.from + 1 })),
    'a read begins at `from`',
  ],
  [
    'ignores the limit',
    reading((store, stream, { from }) => store.read(stream, { from, limit: 1_000_000 })),
    'a read begins at `from`',
  ],
  [
    'gives pages of 500 at the most',
    reading((store, stream, { from, limit }) => store.read(stream, { from, limit: Math.min(limit, 500) })),
    'a read gives fewer events than `limit` only at the end',
  ],
  [
    'fails where a stream does not exist',
    reading(async (store, stream, range) => {
      const read = await store.read(stream, range)
      return (await end(store, stream)) < 0
        ? E.left({ _tag: 'StoreRefused', detail: 'not found', cause: undefined })
        : read
    }),
    'a stream that was never written to is empty',
  ],
  [
    'fails past the end',
    reading(async (store, stream, range) => {
      if (range.from > (await end(store, stream)) + 1) throw new RangeError('past the end')
      return store.read(stream, range)
    }),
    'a read past the end is empty',
  ],
  [
    'makes ids upper case',
    storing((event) => ({ ...event, id: event.id.toUpperCase() })),
    'ids, types and the stream come back',
  ],
  ['forgets metadata', storing((event) => ({ ...event, metadata: {} })), 'data and metadata come back'],
  [
    'adds to metadata',
    storing((event) => ({ ...event, metadata: { ...event.metadata, written: 1 } })),
    'ids, types and the stream come back',
  ],
  [
    'normalises texts',
    storing((event) => ({ ...event, data: parsed(JSON.stringify(event.data).normalize('NFC')) })),
    'texts of every script',
  ],
  [
    'reads numbers with 15 digits',
    storing((event) => ({
      ...event,
      data: parsed(
        JSON.stringify(event.data, (_, value: unknown) =>
          typeof value === 'number' ? Number(value.toPrecision(15)) : value,
        ),
      ),
    })),
    'numbers at their limits',
  ],
  [
    'reads dates',
    storing((event) => ({ ...event, data: dated(event.data) })),
    'what looks like something else',
  ],
  [
    'cuts at 64 KB',
    storing((event) => ({ ...event, data: JSON.stringify(event.data).length > 65_536 ? {} : event.data })),
    '100 KB',
  ],
]

const parsed = (text: string): object => Object(JSON.parse(text))

const dated = (data: object): object =>
  Object.fromEntries(
    Object.entries(data).map(([key, value]) => [key, key === 'date' ? new Date(String(value)) : value]),
  )

describe('the contract of an event store', () => {
  it('is kept by the memory store', async () => {
    expect(await failingCases(eventStoreCases, memoryStore)).toEqual([])
  })

  it.each(MUTANTS)('notices a store that %s', async (_, make, noticed) => {
    const failing = await failingCases(eventStoreCases, () => ({ eventStore: make() }))
    expect(failing).toContainEqual(expect.stringContaining(noticed))
  })

  it('names every rule once', () => {
    const names = eventStoreCases.map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
  })
})
