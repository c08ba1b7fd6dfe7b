import { describe, expect, it } from 'vitest'
import { createSeats, type Seats } from '../../src/engine/seats.js'
import type { EventStore } from '../../src/ports/event-store.js'
import { inPool, teamInput, trial } from '../support/trial.js'

const open = (seats: Seats, poolId: string) => seats.openPool({ ...teamInput(100), poolId })
const assign = (seats: Seats, poolId: string, name: string) =>
  seats.assign({ ...inPool({ email: `${name}@example.com` }), poolId })

describe('the cache of ledgers', () => {
  it('weighs one for each pool and one for each seat', async () => {
    const seats = createSeats(trial().platform)
    await open(seats, 'a')
    await open(seats, 'b')
    await assign(seats, 'a', 'ada')
    await assign(seats, 'a', 'bob')
    await seats.pool({ organizationId: 'acme', poolId: 'a' })
    expect(seats.cached()).toStrictEqual({ pools: 2, weight: 4 })
  })

  it('keeps to its bound: the least recently used pool is forgotten first', async () => {
    const world = trial()
    const seats = createSeats(world.platform, { cachedSeats: 3 })
    for (const pool of ['a', 'b', 'c']) await open(seats, pool)
    await seats.pool({ organizationId: 'acme', poolId: 'a' })
    await open(seats, 'd')
    expect(seats.cached()).toStrictEqual({ pools: 3, weight: 3 })
    const reads = world.reads.length
    await assign(seats, 'a', 'ada')
    expect(world.reads.slice(reads)).toStrictEqual([])
    await assign(seats, 'b', 'ada')
    expect(world.reads.slice(reads)).toStrictEqual([0])
  })

  it('a pool that was forgotten works as before', async () => {
    const seats = createSeats(trial().platform, { cachedSeats: 1 })
    const pools = ['a', 'b', 'c', 'd']
    for (const pool of pools) await open(seats, pool)
    for (let round = 0; round < 3; round += 1) {
      for (const pool of pools) expect((await assign(seats, pool, `p${round}`)).revision).toBe(round + 1)
    }
    expect(seats.cached().pools).toBe(1)
  })

  it('one pool above the bound is kept while it is the only one', async () => {
    const seats = createSeats(trial().platform, { cachedSeats: 2 })
    await open(seats, 'a')
    for (const name of ['ada', 'bob', 'cyd']) await assign(seats, 'a', name)
    expect(seats.cached()).toStrictEqual({ pools: 1, weight: 4 })
    await open(seats, 'b')
    expect(seats.cached()).toStrictEqual({ pools: 1, weight: 1 })
  })

  it('pools at work are never forgotten, and the bound holds again once they are done', async () => {
    const world = trial()
    const seats = createSeats(world.platform, { cachedSeats: 2 })
    const pools = Array.from({ length: 50 }, (_, index) => `pool-${index}`)
    for (let round = 0; round < 3; round += 1) await Promise.all(pools.map((pool) => open(seats, pool)))
    await Promise.all(pools.flatMap((pool) => ['ada', 'bob'].map((name) => assign(seats, pool, name))))
    await open(seats, 'last')
    expect(seats.cached().weight).toBeLessThanOrEqual(2)
    for (const poolId of pools) {
      expect((await seats.pool({ organizationId: 'acme', poolId })).live).toBe(2)
    }
  })

  it('a pool at work keeps its one mailbox, however full the cache is', async () => {
    const { platform } = trial()
    const { append, read } = platform.eventStore
    let release = (): void => undefined
    const gate = new Promise<void>((resolve) => {
      release = resolve
    })
    const readsOfA: number[] = []
    const eventStore: EventStore = {
      append: async (stream, ...call) => {
        if (stream.endsWith('.a')) await gate
        return append(stream, ...call)
      },
      read: (stream, range) => {
        if (stream.endsWith('.a')) readsOfA.push(range.from)
        return read(stream, range)
      },
    }
    const seats = createSeats({ ...platform, eventStore }, { cachedSeats: 1 })
    const opened = open(seats, 'a')
    for (const pool of ['b', 'c', 'd']) await open(seats, pool)
    const assigned = assign(seats, 'a', 'ada')
    release()
    expect([(await opened).revision, (await assigned).revision]).toStrictEqual([0, 1])
    expect(readsOfA).toStrictEqual([0])
  })
})
