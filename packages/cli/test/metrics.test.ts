import { createSeatLedger, ledgerStream, OrganizationId, PoolId } from '@seat-ledger/core'
import { memoryPlatform } from '@seat-ledger/memory'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { measuredLedger } from '../src/metrics/measured-ledger.js'
import { measuredStore } from '../src/metrics/measured-store.js'
import { createMetrics } from '../src/metrics/metrics.js'
import { ProjectionLag } from '../src/metrics/projection-lag.js'

const actor = { kind: 'system', id: 'test' } as const
const pool = { organizationId: 'org', poolId: 'pool', actor }
const open = {
  ...pool,
  customerId: 'cus',
  source: { kind: 'subscription', id: 'sub' },
  product: { id: 'prod', name: 'Team' },
  capacity: 5,
}

describe('conflicts', () => {
  it('are counted, though the engine settles them by itself', async () => {
    const metrics = createMetrics()
    const platform = memoryPlatform()
    const measured = { ...platform, eventStore: measuredStore(platform.eventStore, metrics) }
    const [first, second] = [createSeatLedger(measured), createSeatLedger(measured)]
    await first.openPool(open)()
    expect(await second.assign({ ...pool, email: 'a@example.com' })()).toMatchObject({ _tag: 'Right' })
    expect((await metrics.conflicts.get()).values).toMatchObject([{ value: 0 }])
    expect(await first.assign({ ...pool, email: 'b@example.com' })()).toMatchObject({ _tag: 'Right' })
    expect((await metrics.conflicts.get()).values).toMatchObject([{ value: 1 }])
  })

  it('are not mistaken for failures of the store', async () => {
    const metrics = createMetrics()
    const failure = { _tag: 'StoreUnavailable', detail: 'gone', cause: undefined } as const
    const broken = {
      append: async () => ({ _tag: 'Left', left: failure }) as const,
      read: async () => ({ _tag: 'Left', left: failure }) as const,
    }
    const store = measuredStore(broken, metrics)
    const [organization, id] = ['org', 'pool']
    if (!OrganizationId.is(organization) || !PoolId.is(id)) throw new Error('not an id')
    const stream = ledgerStream(organization, id)
    expect(await store.append(stream, 0, [])).toEqual({ _tag: 'Left', left: failure })
    expect(await store.read(stream, { from: 0, limit: 1 })).toEqual({ _tag: 'Left', left: failure })
    expect((await metrics.conflicts.get()).values).toMatchObject([{ value: 0 }])
    expect((await metrics.storeFailures.get()).values.map(({ labels, value }) => [labels, value])).toEqual([
      [{ operation: 'append', failure: 'StoreUnavailable' }, 1],
      [{ operation: 'read', failure: 'StoreUnavailable' }, 1],
    ])
  })
})

describe('commands', () => {
  it('are counted by result, and every position is told', async () => {
    const metrics = createMetrics()
    const positions: bigint[] = []
    const ledger = measuredLedger(createSeatLedger(memoryPlatform()), metrics, (position) =>
      positions.push(position),
    )
    await ledger.openPool(open)()
    await ledger.assign({ ...pool, email: 'a@example.com' })()
    await ledger.assign({ ...pool, email: 'A@example.com' })()
    const counted = (await metrics.commands.get()).values.map(({ labels, value }) => [labels, value])
    expect(counted).toEqual([
      [{ command: 'openPool', result: 'ok' }, 1],
      [{ command: 'assign', result: 'ok' }, 1],
      [{ command: 'assign', result: 'SeatAlreadyAssigned' }, 1],
    ])
    expect(positions).toEqual([0n, 1n])
  })
})

describe('the lag of the read model', () => {
  it('is how long the first unseen write has been waiting, not the last', () => {
    let [now, seen] = [0, -1n]
    const lag = new ProjectionLag(
      () => seen,
      () => now,
    )
    lag.written(0n)
    now = 2_000
    lag.written(1n)
    now = 5_000
    expect([lag.seconds(), lag.positions()]).toEqual([5, 2])
    seen = 0n
    expect([lag.seconds(), lag.positions()]).toEqual([3, 1])
    seen = 1n
    expect([lag.seconds(), lag.positions()]).toEqual([0, 0])
  })

  it('is 0 exactly when every answered write is seen, and never longer than the oldest unseen one waits', () => {
    const step = fc.record({
      writes: fc.nat(3),
      sees: fc.nat(4),
      passes: fc.integer({ min: 1, max: 1_000 }),
    })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        let now = 0
        let seen = -1n
        const writes: { position: bigint; at: number }[] = []
        const lag = new ProjectionLag(
          () => seen,
          () => now,
        )
        for (const { writes: count, sees, passes } of steps) {
          for (let write = 0; write < count; write++) {
            const position = BigInt(writes.length)
            writes.push({ position, at: now })
            lag.written(position)
          }
          const last = BigInt(writes.length - 1)
          seen = seen + BigInt(sees) > last ? last : seen + BigInt(sees)
          now += passes
          const unseen = writes.filter(({ position }) => position > seen)
          const [oldest, newest] = [unseen[0], unseen.at(-1)]
          expect(lag.positions()).toBe(unseen.length)
          if (oldest === undefined || newest === undefined) expect(lag.seconds()).toBe(0)
          else {
            expect(lag.seconds()).toBeLessThanOrEqual((now - oldest.at) / 1_000)
            expect(lag.seconds()).toBeGreaterThanOrEqual((now - newest.at) / 1_000)
          }
        }
      }),
    )
  })
})
