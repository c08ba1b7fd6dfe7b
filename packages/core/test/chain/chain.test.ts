import { memoryPlatform, memoryStore } from '@seat-ledger/memory'
import { nodeIds } from '@seat-ledger/node'
import { arbitraryRecordedLog, type EventStoreUnderTest } from '@seat-ledger/testing'
import { eventStoreContract } from '@seat-ledger/testing/contracts'
import * as canonicalizeModule from 'canonicalize'
import * as fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { assert, describe, expect, it } from 'vitest'
import { canonicalJson } from '../../src/chain/canonical.js'
import { hashOf, sealOf } from '../../src/chain/seal.js'
import { sealedEventStore } from '../../src/chain/sealed-event-store.js'
import { createSeatLedger } from '../../src/engine/seat-ledger.js'
import type { EventStore, RecordedEvent } from '../../src/ports/event-store.js'
import { storeOf } from '../audit/support.js'

/** The library is CommonJS whose types say ESM: under Node its function is the default export of the module object. */
const canonicalize: (value: unknown) => string | undefined = (() => {
  const exported: unknown = canonicalizeModule.default
  assert(typeof exported === 'function')
  return (value) => exported(value)
})()

describe('canonical JSON', () => {
  it('is, for any value, what the library canonicalize writes', async () => {
    await fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(canonicalJson(value)).toBe(canonicalize(value))
      }),
      { numRuns: 2_000 },
    )
  })

  it('sorts keys that look like numbers as text, keeps letters beyond ASCII and leaves out what is undefined', () => {
    const value = { b: undefined, '10': 1, '9': { é: 'ä"\n', a: [] }, '\ud83d\ude00': -0, '\ufb33': 1e21 }
    expect(canonicalJson(value)).toBe(canonicalize(value))
    expect(Object.keys(JSON.parse(canonicalJson(value)))).toEqual(['9', '10', '\ud83d\ude00', '\ufb33'])
    expect(canonicalJson(value).slice(0, 7)).toBe('{"10":1')
  })
})

const recorded = async (store: EventStore, stream: RecordedEvent['stream']) => {
  const read = await store.read(stream, { from: 0, limit: 1_000 })
  assert(E.isRight(read))
  return read.right
}

const expectChain = (events: readonly RecordedEvent[]): void => {
  let previous: string | null = null
  for (const { stream, revision, id, type, data, metadata } of events) {
    const facts = { stream, revision, id, type, data: data as object, metadata: metadata as object }
    expect(hashOf(metadata)).toBe(sealOf(previous, facts, nodeIds.fingerprint))
    previous = hashOf(metadata)
  }
}

/** Sealed below, and without seals for who reads: so the rules of the port can be asked of it. */
const unsealedReads = (): EventStoreUnderTest => {
  const { eventStore } = memoryStore()
  const sealed = sealedEventStore(eventStore, nodeIds)
  return {
    eventStore: {
      append: sealed.append,
      read: async (stream, range) =>
        E.map((events: readonly RecordedEvent[]) =>
          events.map((event) => {
            const { hash, ...metadata } = event.metadata as { readonly hash: string }
            return { ...event, metadata }
          }),
        )(await sealed.read(stream, range)),
    },
  }
}

eventStoreContract('a sealed store in memory', unsealedReads)

describe('a sealed event store', () => {
  it('makes every ledger a hash chain, also where another process appends in between', async () => {
    await fc.assert(
      fc.asyncProperty(
        arbitraryRecordedLog({ maxCommands: 10 }),
        fc.array(fc.nat(1)),
        async ({ events }, who) => {
          const { eventStore } = memoryStore()
          const processes = [sealedEventStore(eventStore, nodeIds), sealedEventStore(eventStore, nodeIds)]
          for (const [index, { stream, revision, id, type, data, metadata }] of events.entries()) {
            const process = processes[who[index % Math.max(1, who.length)] ?? 0]
            const event = { id, type, data: data as object, metadata: metadata as object }
            expect(await process?.append(stream, revision - 1, [event])).toMatchObject({ _tag: 'Right' })
          }
          for (const stream of new Set(events.map((event) => event.stream))) {
            expectChain(await recorded(eventStore, stream))
          }
        },
      ),
      { numRuns: 50 },
    )
  })

  it('goes on from the first sealed event of a ledger that was begun without seals', async () => {
    const [log] = fc.sample(arbitraryRecordedLog({ maxCommands: 20, maxPools: 1 }), 1)
    const [first] = log?.events ?? []
    assert(log !== undefined && first !== undefined)
    const { eventStore } = await storeOf([first])
    const sealed = sealedEventStore(eventStore, nodeIds)
    for (const { stream, revision, id, type, data, metadata } of log.events.slice(1)) {
      await sealed.append(stream, revision - 1, [
        { id, type, data: data as object, metadata: metadata as object },
      ])
    }
    const events = await recorded(eventStore, first.stream)
    expect(hashOf(events[0]?.metadata)).toBeNull()
    expectChain(events.slice(1))
  })

  it('is what an engine works on like any other: its commands, retries and bulk appends are sealed', async () => {
    const platform = memoryPlatform()
    const ledger = createSeatLedger({
      ...platform,
      eventStore: sealedEventStore(platform.eventStore, nodeIds),
    })
    const actor = { kind: 'system', id: 'test' }
    const pool = { organizationId: 'acme', poolId: 'team', actor }
    const opened = await ledger.openPool({
      ...pool,
      customerId: 'cus',
      source: { kind: 'order', id: 'order' },
      product: { id: 'product', name: 'Product' },
      capacity: 100,
    })()
    assert(E.isRight(opened))
    const rows = Array.from({ length: 50 }, (_, row) => ({ email: `u${row}@example.com` }))
    const answers = await Promise.all([
      ledger.assignBulk({ ...pool, mode: 'partial', seats: rows })(),
      ...rows.map(({ email }) => ledger.assign({ ...pool, email: `again-${email}` })()),
    ])
    expect(answers.map((answer) => answer._tag)).toEqual(answers.map(() => 'Right'))
    const events = await recorded(platform.eventStore, 'seat_ledger-acme.team' as RecordedEvent['stream'])
    expect(events).toHaveLength(101)
    expectChain(events)
  })
})
