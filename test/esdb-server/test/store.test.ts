import { randomUUID } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FileJournal } from '../src/store/journal.js'
import type { AppendOutcome, Expected, Proposed } from '../src/store/model.js'
import { readAll, readStream } from '../src/store/reading.js'
import { Store } from '../src/store/store.js'

const idOf = (n: number): string => `00000000-0000-4000-8000-${n.toString().padStart(12, '0')}`

const proposed = (n: number): Proposed => ({
  id: idOf(n),
  type: 'E',
  contentType: 'application/json',
  data: Buffer.from(`{"n":${n}}`),
  metadata: new Uint8Array(),
})

interface Attempt {
  readonly stream: string
  readonly expected: Expected
  readonly ids: readonly number[]
}

// Few ids and few streams, so that repeats, prefixes, supersets and ids of another stream really happen.
const attempts: fc.Arbitrary<readonly Attempt[]> = fc.array(
  fc.record({
    stream: fc.constantFrom('a', 'b'),
    expected: fc.oneof(
      fc.constantFrom<Expected>('any', 'no_stream', 'stream_exists'),
      fc.bigInt({ min: 0n, max: 6n }),
    ),
    ids: fc.oneof(
      fc.array(fc.nat(7), { minLength: 1, maxLength: 4 }),
      // Runs of ids, as a retrying writer sends them.
      fc
        .tuple(fc.nat(7), fc.integer({ min: 1, max: 3 }))
        .map(([from, count]) => Array.from({ length: count }, (_, index) => from + index)),
    ),
  }),
  { maxLength: 25 },
)

/** The rules once more, as naively as they can be said: on plain lists of ids, without positions or views. */
class NaiveModel {
  readonly streams = new Map<string, number[]>()
  private readonly home = new Map<number, { readonly stream: string; readonly revision: number }>()

  append({ stream, expected, ids }: Attempt): { readonly tag: string; readonly revision?: bigint } {
    const known = this.streams.get(stream) ?? []
    const conflict = { tag: 'WrongExpectedVersion' }
    if (expected === 'stream_exists' && known.length === 0) return conflict
    if (expected === 'any' || expected === 'stream_exists') {
      const homes = ids.map((id) =>
        this.home.get(id)?.stream === stream ? this.home.get(id)?.revision : undefined,
      )
      if (homes[0] === undefined) return this.write(stream, ids)
      const last = homes.at(-1)
      return homes.includes(undefined) || last === undefined
        ? conflict
        : { tag: 'Appended', revision: BigInt(last) }
    }
    const before = expected === 'no_stream' ? 0 : Number(expected) + 1
    if (before > known.length) return conflict
    if (before === known.length) return this.write(stream, ids)
    const there = known.slice(before, before + ids.length)
    const same = there.length === ids.length && there.every((id, index) => id === ids[index])
    return same ? { tag: 'Appended', revision: BigInt(before + ids.length - 1) } : conflict
  }

  private write(stream: string, ids: readonly number[]) {
    const known = this.streams.get(stream) ?? []
    ids.forEach((id, index) => {
      if (!this.home.has(id)) this.home.set(id, { stream, revision: known.length + index })
    })
    this.streams.set(stream, [...known, ...ids])
    return { tag: 'Appended', revision: BigInt(known.length + ids.length - 1) }
  }
}

const revisionIn = (outcome: AppendOutcome) =>
  outcome._tag === 'Appended' ? { tag: outcome._tag, revision: outcome.revision } : { tag: outcome._tag }

const run = (store: Store, { stream, expected, ids }: Attempt) =>
  store.append(stream, expected, ids.map(proposed))

describe('The store', () => {
  it('decides every append as the naive model does, and keeps the same events', () => {
    fc.assert(
      fc.property(attempts, (history) => {
        const store = new Store()
        const model = new NaiveModel()
        for (const attempt of history) expect(revisionIn(run(store, attempt))).toEqual(model.append(attempt))
        for (const [stream, ids] of model.streams) {
          expect(store.log.stream(stream).map(({ id }) => id)).toEqual(ids.map(idOf))
        }
      }),
      { numRuns: 1000 },
    )
  })

  it('answers an append behind an exact revision the second time as the first, in whatever state', () => {
    fc.assert(
      fc.property(attempts, fc.array(fc.nat(1000), { minLength: 1, maxLength: 4 }), (history, fresh) => {
        const store = new Store()
        for (const attempt of history) run(store, attempt)
        const expected = store.lastRevision('a') < 0n ? 'no_stream' : store.lastRevision('a')
        const events = fresh.map((n) => proposed(n + 100))
        const first = store.append('a', expected, events)
        for (const attempt of history.filter(({ expected }) => expected === 'any')) run(store, attempt)
        store.forgetRecentIds()
        const second = store.append('a', expected, events)
        expect({ ...second, written: 0 }).toEqual({ ...first, written: 0 })
        expect(second).toMatchObject({ written: 0 })
      }),
    )
  })

  it('orders the whole log by position, strictly, with the order of every stream inside', () => {
    fc.assert(
      fc.property(attempts, (history) => {
        const store = new Store()
        for (const attempt of history) run(store, attempt)
        const all = readAll(store, 'start', 'forwards', 1000, () => true)
        const events = all._tag === 'Events' ? all.events : []
        events.forEach((event, index) => {
          expect(event.position > (events[index - 1]?.position ?? 0n)).toBe(true)
        })
        for (const stream of ['a', 'b']) {
          const revisions = events.filter((event) => event.stream === stream).map(({ revision }) => revision)
          expect(revisions).toEqual(revisions.map((_, index) => BigInt(index)))
        }
      }),
    )
  })

  it('reads the same from a journal as it wrote, and drops a commit that was torn by a crash', () => {
    const folder = mkdtempSync(join(tmpdir(), 'esdb-'))
    const file = join(folder, 'log.jsonl')
    const journal = new FileJournal(file)
    const store = new Store({ journal: journal.write })
    store.append('a', 'any', [proposed(1), proposed(2)])
    store.append('b', 'any', [proposed(3)])
    const complete = readFileSync(file)
    store.append('a', 'any', [proposed(4)])
    journal.close()
    writeFileSync(file, readFileSync(file).subarray(0, complete.length + 20))
    const reopened = new FileJournal(file)
    const restored = new Store({ journal: reopened.write, restore: reopened.commits() })
    expect(readStream(restored, 'a', 'start', 'forwards', 10)).toEqual({
      _tag: 'Events',
      events: store.log
        .stream('a')
        .slice(0, 2)
        .map((event) => ({ ...event, metadata: Buffer.alloc(0) })),
    })
    const next = restored.append('a', 1n, [proposed(5)])
    expect(next).toMatchObject({ _tag: 'Appended', revision: 2n, written: 1 })
    const position = next._tag === 'Appended' ? next.position : undefined
    expect(position !== undefined && position > (store.log.at(2)?.position ?? 0n)).toBe(true)
    reopened.close()
    rmSync(folder, { recursive: true })
  })

  it('brings a soft-deleted stream back when somebody writes its metadata', () => {
    const store = new Store()
    store.append('a', 'any', [proposed(1)])
    store.softDelete('a', 'any')
    const metadata = {
      ...proposed(2),
      type: '$metadata',
      id: randomUUID(),
      data: Buffer.from('{"$maxCount":5}'),
    }
    store.append('$$a', 'any', [metadata])
    expect(readStream(store, 'a', 'start', 'forwards', 10)).toEqual({ _tag: 'Events', events: [] })
    expect(store.metadataOf('a')).toEqual({ maxCount: 5n, truncateBefore: 1n })
  })

  it('hides events that are older than the maximum age of their stream', () => {
    let now = 1_000_000
    const store = new Store({ now: () => now })
    store.append('a', 'any', [proposed(1)])
    store.append('$$a', 'any', [{ ...proposed(2), type: '$metadata', data: Buffer.from('{"$maxAge":10}') }])
    now += 9_000
    store.append('a', 'any', [proposed(3)])
    now += 2_000
    const read = readStream(store, 'a', 'start', 'forwards', 10)
    expect(read._tag === 'Events' ? read.events.map(({ id }) => id) : []).toEqual([idOf(3)])
  })
})
