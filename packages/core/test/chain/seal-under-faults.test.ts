import { memoryPlatform, memoryStore } from '@seat-ledger/memory'
import { nodeIds } from '@seat-ledger/node'
import { type AppendFault, faultyEventStore, type ReadFault } from '@seat-ledger/testing'
import * as fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { assert, describe, expect, it } from 'vitest'
import { hashOf, sealOf } from '../../src/chain/seal.js'
import { sealedEventStore } from '../../src/chain/sealed-event-store.js'
import type { OrganizationId, PoolId } from '../../src/domain/ids.js'
import { ledgerStream } from '../../src/domain/ids.js'
import { createSeatLedger, type SeatLedger } from '../../src/engine/seat-ledger.js'
import type { EventStore, RecordedEvent } from '../../src/ports/event-store.js'

const pool = { organizationId: 'acme', poolId: 'team' }
const stream = ledgerStream('acme' as OrganizationId, 'team' as PoolId)
const actor = { kind: 'system', id: 'test' } as const

const recorded = async (store: EventStore): Promise<readonly RecordedEvent[]> => {
  const read = await store.read(stream, { from: 0, limit: 1_000 })
  assert(E.isRight(read))
  return read.right
}

const expectChain = (events: readonly RecordedEvent[]): void => {
  let previous: string | null = null
  for (const { revision, id, type, data, metadata } of events) {
    const facts = { stream, revision, id, type, data: data as object, metadata: metadata as object }
    expect(hashOf(metadata)).toBe(sealOf(previous, facts, nodeIds.fingerprint))
    previous = hashOf(metadata)
  }
}

/** Nobody waits for real time, and all processes are in one millisecond. */
const clock = { now: () => Date.UTC(2026, 2, 3), sleep: () => Promise.resolve() }

/** A process of its own on a store: its cache, its seals. */
const processOn = (store: EventStore, attempts = 50): SeatLedger =>
  createSeatLedger(
    { ...memoryPlatform({ clock }), eventStore: sealedEventStore(store, nodeIds) },
    { attempts },
  )

const open = (ledger: SeatLedger) =>
  ledger.openPool({
    ...pool,
    actor,
    customerId: 'cus',
    source: { kind: 'order', id: 'order' },
    product: { id: 'product', name: 'Product' },
    capacity: 1_000,
  })()

const appendFault = fc.constantFrom<AppendFault>(
  undefined,
  undefined,
  'unavailable',
  'lostBeforeCommit',
  'lostAnswer',
  'lostRace',
)
const readFault = fc.constantFrom<ReadFault>(undefined, undefined, undefined, 'unavailable')

describe('the seals of a ledger', () => {
  it('are one chain, whatever goes wrong with appends and reads, and whoever of two processes appends', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(appendFault, { maxLength: 30 }),
        fc.array(readFault, { maxLength: 10 }),
        fc.array(fc.nat(2), { minLength: 3, maxLength: 15 }),
        async (append, read, who) => {
          const { eventStore } = memoryStore()
          const faulty = faultyEventStore(eventStore, { append, read })
          const processes = [processOn(faulty), processOn(faulty), processOn(faulty)]
          for (const process of processes) await open(process)
          const answers = who.map((nth, index) => {
            const email = `u${index % 5}@example.com`
            return processes[nth]?.assign({ ...pool, actor, email, commandId: `c${index}` })()
          })
          await Promise.all(answers)
          expectChain(await recorded(eventStore))
        },
      ),
      { numRuns: 60 },
    )
  })

  it('are one chain where two processes are sent the same command in the same millisecond', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 6 }), fc.boolean(), async (rounds, sameRequest) => {
        const { eventStore } = memoryStore()
        const [a, b] = [processOn(eventStore), processOn(eventStore)]
        assert(E.isRight(await open(a)))
        for (const process of [a, b]) assert(E.isRight(await process.pool(pool)()))
        for (let round = 0; round < rounds; round += 1) {
          const command = { ...pool, actor, capacity: 10 + round, commandId: `c${round}` }
          const answers = await Promise.all([
            a.changeCapacity({ ...command, correlationId: `request${round}` })(),
            b.changeCapacity({
              ...command,
              correlationId: sameRequest ? `request${round}` : `other${round}`,
            })(),
          ])
          expect(answers.map(E.isRight)).toEqual([true, true])
          for (const process of [b, a])
            assert(
              E.isRight(
                await process.assign({ ...pool, actor, email: `u${round}-${process === a}@example.com` })(),
              ),
            )
        }
        const events = await recorded(eventStore)
        expect(events).toHaveLength(1 + rounds * 3)
        expectChain(events)
      }),
      { numRuns: 20 },
    )
  })
})

describe('the platform in memory', () => {
  it('seals what is appended through it where it is asked to, and nothing otherwise', async () => {
    for (const sealed of [true, false]) {
      const platform = memoryPlatform({ sealed })
      assert(E.isRight(await open(createSeatLedger(platform))))
      const [event] = await recorded(platform.eventStore)
      expect(hashOf(event?.metadata) !== null).toBe(sealed)
    }
    expect(hashOf((await recordedWithDefaults())?.metadata)).toBeNull()
  })
})

const recordedWithDefaults = async () => {
  const platform = memoryPlatform()
  await open(createSeatLedger(platform))
  return (await recorded(platform.eventStore))[0]
}
