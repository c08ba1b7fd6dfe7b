import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import type { EmailKey } from '../../src/domain/email.js'
import type { CustomerId, OrganizationId, PoolId, SeatId } from '../../src/domain/ids.js'
import type { Checkpoints } from '../../src/ports/checkpoints.js'
import { type Position, type RecordedEvent, START } from '../../src/ports/event-store.js'
import type { Projection } from '../../src/projections/projection.js'
import { startProjection } from '../../src/projections/runner.js'
import type { Interruption, ProjectionOptions } from '../../src/projections/running-projection.js'
import { assigned, at, EMAILS, opened, recordOf } from './histories.js'
import { ManualClock, recorded, ScriptedFeed, settled } from './scripted-feed.js'

/** Remembers what it was given. */
const given: Projection<Position[]> = {
  name: 'given',
  initial: () => [],
  evolve: (state, { position }) => {
    state.push(position)
    return state
  },
}

const organizationId = 'org_1' as OrganizationId
const poolId = 'p0' as PoolId

/** The ledger's events `from` to `to`, at positions ten apart. */
const events = (from: number, to: number): RecordedEvent[] =>
  Array.from({ length: to - from }, (_, offset) => {
    const revision = from + offset
    const event =
      revision === 0
        ? opened(organizationId, poolId, 'cus_0' as CustomerId, 10, at(0))
        : assigned(`${poolId}.${revision}` as SeatId, EMAILS[0] as EmailKey, at(0), at(1))
    return recorded(recordOf(organizationId, poolId, revision, revision * 10, event))
  })

const unknown = (revision: number): RecordedEvent => ({
  ...(events(revision, revision + 1)[0] as RecordedEvent),
  type: 'SeatPainted',
})

const start = (options: Partial<ProjectionOptions<Position[]>> = {}) => {
  const feed = new ScriptedFeed()
  const clock = new ManualClock()
  const interruptions: Interruption[] = []
  const begin = () =>
    startProjection({
      projection: given,
      feed,
      clock,
      onUnreadable: 'skip',
      onInterruption: (failure) => interruptions.push(failure),
      ...options,
    })
  return { feed, clock, interruptions, begin }
}

describe('a running projection', () => {
  it('has everything that was recorded when it is ready, and what comes later when it comes', async () => {
    const { feed, begin } = start()
    feed.write(...events(0, 3))
    const running = begin()
    expect(running.status()).toEqual({ _tag: 'CatchingUp' })
    expect(await running.ready).toEqual(E.right(undefined))
    expect(running.status()).toEqual({ _tag: 'Live' })
    expect(running.query((state) => [...state])).toEqual([0n, 10n, 20n])
    feed.write(...events(3, 4))
    expect(await running.waitFor(30n)).toEqual(E.right(30n))
    expect(running.query((state) => state.length)).toBe(4)
    await running.stop()
  })

  it('passes over events that it cannot read, counts them and names the last', async () => {
    const { feed, begin } = start()
    feed.write(...events(0, 1), unknown(1), unknown(2), ...events(3, 4))
    const running = begin()
    await running.ready
    expect(running.query((state) => [...state])).toEqual([0n, 30n])
    expect(running.skipped()).toEqual({
      count: 2,
      last: {
        _tag: 'UnreadableEvent',
        stream: 'seat_ledger-org_1.p0',
        revision: 2,
        type: 'SeatPainted',
        problem: 'unknown type',
        fields: [],
      },
    })
    expect(running.position()).toBe(30n)
    await running.stop()
  })

  it('stops before an event that it cannot read, when told to, and tells everybody why', async () => {
    const { feed, begin } = start({ onUnreadable: 'stop' })
    feed.write(...events(0, 2), unknown(2), ...events(3, 4))
    const running = begin()
    const waited = running.waitFor(30n)
    const failed = {
      _tag: 'Failed',
      failure: {
        _tag: 'UnreadableEvent',
        stream: 'seat_ledger-org_1.p0',
        revision: 2,
        type: 'SeatPainted',
        problem: 'unknown type',
        fields: [],
      },
    }
    expect(await running.ready).toEqual(E.left(failed))
    expect(await waited).toEqual(E.left(failed))
    expect(await running.waitFor(30n)).toEqual(E.left(failed))
    expect(running.status()).toEqual(failed)
    expect(running.position()).toBe(10n)
    expect(running.query((state) => [...state])).toEqual([0n, 10n])
    await running.stop()
    expect(running.status()).toEqual(failed)
  })

  it('ends with the cause when the projection itself throws', async () => {
    const cause = new Error('a bug')
    const evolve = (): never => {
      throw cause
    }
    const { feed, begin } = start({ projection: { ...given, evolve } })
    feed.write(...events(0, 1))
    const running = begin()
    const failed = { _tag: 'Failed', failure: { _tag: 'ProjectionBroken', position: START, cause } }
    expect(await running.ready).toEqual(E.left(failed))
    expect(running.status()).toEqual(failed)
  })

  it.each([['fail'], ['throw'], ['end']] as const)(
    'goes on where it was, without a gap or a repetition, after a feed that did: %s',
    async (fault) => {
      const { feed, clock, interruptions, begin } = start()
      feed.write(...events(0, 5))
      feed.faults.set(20n, fault)
      const running = begin()
      await settled()
      expect(running.status()).toMatchObject({ _tag: 'Interrupted', failure: { _tag: 'StoreUnavailable' } })
      expect(interruptions).toHaveLength(1)
      expect(running.query((state) => state.length)).toBe(2)
      await clock.advance(100)
      expect(feed.begun).toEqual([START, 10n])
      expect(running.query((state) => [...state])).toEqual([0n, 10n, 20n, 30n, 40n])
      expect(running.status()).toEqual({ _tag: 'Live' })
      await running.stop()
    },
  )

  it('waits twice as long after each failure in a row, at most 10 s, and from 100 ms again after a success', async () => {
    const { feed, clock, begin } = start()
    feed.write(...events(0, 3))
    const running = begin()
    await running.ready
    feed.faults.set(30n, 'fail')
    feed.write(...events(3, 5))
    await settled()
    for (let failures = 1; failures <= 9; failures++) {
      if (failures < 9) feed.faults.set(30n, 'fail')
      await clock.advance(10_000)
    }
    feed.faults.set(50n, 'fail')
    feed.write(...events(5, 6))
    await settled()
    expect(clock.slept).toEqual([100, 200, 400, 800, 1_600, 3_200, 6_400, 10_000, 10_000, 100])
    await running.stop()
  })

  it('stops at once while it waits for a feed that failed, and while it waits for events', async () => {
    const { feed, begin } = start()
    feed.write(...events(0, 1))
    const live = begin()
    await live.ready
    await live.stop()
    expect(live.status()).toEqual({ _tag: 'Stopped' })
    feed.faults.set(0n, 'fail')
    const interrupted = begin()
    await settled()
    expect(interrupted.status()).toMatchObject({ _tag: 'Interrupted' })
    await interrupted.stop()
    expect(interrupted.status()).toEqual({ _tag: 'Stopped' })
    expect(await interrupted.ready).toEqual(E.left({ _tag: 'Stopped' }))
    expect(await interrupted.waitFor(0n)).toEqual(E.left({ _tag: 'Stopped' }))
  })

  it('gives the rest of the process its turn while it reads a long log, when time passes meanwhile', async () => {
    const slept: number[] = []
    let time = 0
    const now = (): number => {
      time += 30
      return time
    }
    const sleep = (milliseconds: number): Promise<void> => {
      slept.push(milliseconds)
      return settled()
    }
    const { feed, begin } = start({ clock: { now, sleep } })
    feed.log.push(...events(0, 1_000))
    const running = begin()
    await running.ready
    expect(slept).toEqual([1, 1, 1])
    await running.stop()
  })

  it('never waits for a clock that stands still', async () => {
    const { feed, clock, begin } = start()
    feed.log.push(...events(0, 1_000))
    const running = begin()
    await running.ready
    expect(clock.slept).toEqual([])
    await running.stop()
  })
})

describe('waiting for a position', () => {
  it('is over at once for what is there already, also after the end', async () => {
    const { feed, begin } = start()
    feed.write(...events(0, 2))
    const running = begin()
    await running.ready
    expect(await running.waitFor(0n)).toEqual(E.right(10n))
    await running.stop()
    expect(await running.waitFor(10n)).toEqual(E.right(10n))
  })

  it('ends in the order of the positions, not of the calls', async () => {
    const { feed, begin } = start()
    const running = begin()
    const order: string[] = []
    const wait = async (position: Position, name: string): Promise<void> => {
      await running.waitFor(position)
      order.push(name)
    }
    const waits = [
      wait(30n, '30'),
      wait(10n, '10'),
      wait(25n, '25'),
      wait(10n, '10, later'),
      wait(-1n, 'there'),
    ]
    feed.write(...events(0, 4))
    await Promise.all(waits)
    expect(order).toEqual(['there', '10', '10, later', '25', '30'])
    await running.stop()
  })

  it('times out, says how far it came, and leaves the projection running', async () => {
    const { feed, clock, begin } = start()
    feed.write(...events(0, 2))
    const running = begin()
    await running.ready
    const waits = [
      running.waitFor(20n, { timeoutMs: 500 }),
      running.waitFor(20n, { timeoutMs: 50 }),
      running.waitFor(20n),
    ]
    await clock.advance(51)
    expect(await waits[1]).toEqual(E.left({ _tag: 'TimedOut', position: 10n }))
    feed.write(...events(2, 3))
    expect(await Promise.all([waits[0], waits[2]])).toEqual([E.right(20n), E.right(20n)])
    await running.stop()
  })

  it('sleeps once for ten thousand callers, and wakes each at its own time', async () => {
    const { clock, begin } = start()
    const running = begin()
    await running.ready
    const waits = Array.from({ length: 10_000 }, () => running.waitFor(1n, { timeoutMs: 1_000 }))
    const last = running.waitFor(1n, { timeoutMs: 2_000 })
    expect(clock.slept).toEqual([1_001])
    await clock.advance(1_001)
    expect(new Set((await Promise.all(waits)).map((outcome) => outcome._tag))).toEqual(new Set(['Left']))
    expect(clock.slept).toEqual([1_001, 1_000])
    await clock.advance(1_000)
    expect(await last).toEqual(E.left({ _tag: 'TimedOut', position: START }))
    await running.stop()
  })

  it('ends when the projection is stopped', async () => {
    const { begin } = start()
    const running = begin()
    const waited = running.waitFor(5n, { timeoutMs: 1_000 })
    await running.stop()
    expect(await waited).toEqual(E.left({ _tag: 'Stopped' }))
  })
})

describe('a checkpoint', () => {
  const checkpointsAt = (position: Position) => {
    const saved: Position[] = []
    const checkpoints: Checkpoints = {
      load: async () => E.right(position),
      save: async (_reader, reached) => {
        saved.push(reached)
        return E.right(undefined)
      },
    }
    return { saved, checkpoints }
  }

  it('is where a projection begins that keeps its state elsewhere, and is saved every so many events and at the end', async () => {
    const { saved, checkpoints } = checkpointsAt(10n)
    const { feed, begin } = start({ checkpoints, checkpointEvery: 3 })
    feed.write(...events(0, 9))
    const running = begin()
    await running.ready
    await settled()
    expect(feed.begun).toEqual([10n])
    expect(running.query((state) => [...state])).toEqual([20n, 30n, 40n, 50n, 60n, 70n, 80n])
    expect(saved).toEqual([40n, 70n, 80n])
    feed.write(...events(9, 10))
    await running.waitFor(90n)
    await running.stop()
    expect(saved).toEqual([40n, 70n, 80n, 90n])
  })

  it('that cannot be read is asked for again; one that cannot be saved is told and covered by the next', async () => {
    const failure: Interruption = { _tag: 'StoreUnavailable', detail: 'scripted', cause: undefined }
    const { saved, checkpoints } = checkpointsAt(START)
    let failing = true
    const flaky: Checkpoints = {
      load: async (reader) => (failing ? E.left(failure) : checkpoints.load(reader)),
      save: async (reader, position) => (failing ? E.left(failure) : checkpoints.save(reader, position)),
    }
    const { feed, clock, interruptions, begin } = start({ checkpoints: flaky, checkpointEvery: 2 })
    feed.write(...events(0, 5))
    const running = begin()
    await settled()
    expect(feed.begun).toEqual([])
    expect(interruptions).toEqual([failure])
    failing = false
    await clock.advance(100)
    expect(await running.ready).toEqual(E.right(undefined))
    failing = true
    feed.write(...events(5, 6))
    await running.waitFor(50n)
    await settled()
    expect(interruptions).toEqual([failure, failure])
    failing = false
    await running.stop()
    expect(saved).toEqual([10n, 30n, 40n, 50n])
  })
})
