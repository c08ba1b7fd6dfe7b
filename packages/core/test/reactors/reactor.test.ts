import {
  type Clock,
  createSeats,
  type LedgerRecord,
  type Platform,
  type Reaction,
  type RunningReactor,
  type StreamName,
  startReactor,
} from '@seat-ledger/core'
import { memoryPlatform } from '@seat-ledger/memory'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

/** Time that passes as soon as somebody waits for it. */
const hastyClock = (): Clock => {
  let now = Date.parse('2026-03-02T09:00:00.000Z')
  return {
    now: () => now,
    sleep: async (milliseconds) => {
      await new Promise((resolve) => setImmediate(resolve))
      now += milliseconds
    },
  }
}

const actor = { kind: 'system', id: 'test' }

const seatTeams = async (platform: Platform, pools: number, seatsEach: number): Promise<bigint> => {
  const seats = createSeats(platform)
  let last = 0n
  for (let pool = 0; pool < pools; pool++) {
    const at = { organizationId: 'org', poolId: `pool_${pool}`, actor }
    const source = { kind: 'order', id: at.poolId }
    await seats.openPool({ ...at, customerId: 'cus', source, product: { id: 'p', name: 'P' }, capacity: 100 })
  }
  for (let seat = 0; seat < seatsEach; seat++) {
    for (let pool = 0; pool < pools; pool++) {
      const at = { organizationId: 'org', poolId: `pool_${pool}`, actor }
      last = (await seats.assign({ ...at, email: `p${seat}@example.com` })).position
    }
  }
  return last
}

/** What a handler saw, and how it answers. */
class Receiver {
  readonly done: string[] = []
  readonly tried: string[] = []
  readonly answer: (record: LedgerRecord, tries: number) => Reaction

  constructor(answer: (record: LedgerRecord, tries: number) => Reaction) {
    this.answer = answer
  }

  handle = async (record: LedgerRecord): Promise<Reaction> => {
    const place = `${record.poolId}@${record.revision}`
    this.tried.push(place)
    // Now and then so slow that the feed shows the next records meanwhile: first kept ones, then ones to be read.
    if (this.tried.length % 3 === 1) await new Promise((resolve) => setImmediate(resolve))
    const reaction = this.answer(record, this.tried.filter((tried) => tried === place).length)
    if (reaction._tag === 'Done') this.done.push(place)
    return reaction
  }
}

const run = (
  platform: Platform,
  receiver: Receiver,
  retryAfterSeconds: readonly number[] = [5, 60],
): RunningReactor =>
  startReactor({
    reactor: { name: 'test', retryAfterSeconds, handle: receiver.handle },
    platform,
    random: () => 0,
  })

const done: Reaction = { _tag: 'Done' }
const retry: Reaction = { _tag: 'Retry', detail: 'busy' }

const revisionsOf = (places: readonly string[], pool: string): number[] =>
  places.flatMap((place) => (place.startsWith(`${pool}@`) ? [Number(place.split('@')[1])] : []))

const everyRevision = (seats: number): number[] =>
  Array.from({ length: seats + 1 }, (_, revision) => revision)

describe('a reactor', () => {
  it('handles every record once, in the order of its pool, when nothing fails', async () => {
    const platform = memoryPlatform({ clock: hastyClock() })
    const last = await seatTeams(platform, 3, 40)
    const receiver = new Receiver(() => done)
    const reactor = run(platform, receiver)
    await reactor.settled(last)
    for (const pool of ['pool_0', 'pool_1', 'pool_2']) {
      expect(revisionsOf(receiver.tried, pool)).toEqual(everyRevision(40))
    }
    await reactor.stop()
  })

  it('keeps the order of a pool whose record fails, and lets the other pools go on', async () => {
    const platform = memoryPlatform({ clock: hastyClock() })
    const last = await seatTeams(platform, 2, 5)
    const receiver: Receiver = new Receiver((record) =>
      record.poolId === 'pool_0' && record.revision === 2 && !receiver.done.includes('pool_1@5')
        ? retry
        : done,
    )
    const reactor = run(
      platform,
      receiver,
      Array.from({ length: 1_000 }, () => 5),
    )
    await reactor.settled(last)
    expect(revisionsOf(receiver.done, 'pool_0')).toEqual(everyRevision(5))
    expect(receiver.done.indexOf('pool_1@5')).toBeLessThan(receiver.done.indexOf('pool_0@2'))
    expect(reactor.behind()).toEqual([])
    await reactor.stop()
  })

  it('parks a record after its last try, goes on behind it, and handles it again on request', async () => {
    const platform = memoryPlatform({ clock: hastyClock() })
    const last = await seatTeams(platform, 1, 3)
    const receiver = new Receiver((record, tries) => (record.revision === 1 && tries <= 3 ? retry : done))
    const reactor = run(platform, receiver)
    await reactor.settled(last)
    expect(revisionsOf(receiver.done, 'pool_0')).toEqual([0, 2, 3])
    expect(reactor.parked().map(({ revision, tries, detail }) => ({ revision, tries, detail }))).toEqual([
      { revision: 1, tries: 3, detail: 'busy' },
    ])
    await reactor.replay([{ stream: 'seat_ledger-org.pool_0' as StreamName, revision: 1 }])
    await reactor.settled(last)
    expect(revisionsOf(receiver.done, 'pool_0')).toEqual([0, 2, 3, 1])
    expect(reactor.parked()).toEqual([])
    await reactor.stop()
  })

  it('stops in front of the record that it was told to halt at, and begins with it when started again', async () => {
    const platform = memoryPlatform({ clock: hastyClock() })
    const last = await seatTeams(platform, 1, 3)
    const halting = new Receiver((record) =>
      record.revision === 2 ? { _tag: 'Halt', detail: 'gone' } : done,
    )
    const first = run(platform, halting)
    await first.settled(last)
    expect(await first.stop()).toMatchObject({ _tag: 'Halted', revision: 2, detail: 'gone' })
    const again = new Receiver(() => done)
    const second = run(platform, again)
    await second.settled(last)
    expect(revisionsOf(again.done, 'pool_0').slice(-2)).toEqual([2, 3])
    await second.stop()
  })

  it('repeats little of a long backlog when it is killed in the middle of it', async () => {
    const platform = memoryPlatform({ clock: hastyClock() })
    const last = await seatTeams(platform, 8, 90)
    const saved: bigint[] = []
    const checkpoints: Platform['checkpoints'] = {
      load: (reader) => platform.checkpoints.load(reader),
      save: (reader, position) => {
        if (reader === 'reactor-test') saved.push(position)
        return platform.checkpoints.save(reader, position)
      },
    }
    const savedBefore: number[] = []
    const receiver = new Receiver(() => {
      savedBefore.push(saved.length)
      return done
    })
    const reactor = run({ ...platform, checkpoints }, receiver)
    await reactor.settled(last)
    // 728 records: a process that dies before the 700th has saved something of what went before.
    expect(savedBefore[700]).toBeGreaterThanOrEqual(3)
    expect(saved.slice(0, 3)).toEqual([...saved.slice(0, 3)].sort((a, b) => Number(a - b)))
    await reactor.stop()
  })

  it('loses nothing and keeps each order, whatever fails and whenever it is stopped and started again', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 5, maxLength: 60 }),
        fc.array(fc.nat({ max: 40 }), { maxLength: 4 }),
        async (luck, stops) => {
          const platform = memoryPlatform({ clock: hastyClock() })
          const last = await seatTeams(platform, 3, 6)
          let calls = 0
          const receiver = new Receiver(() => ((luck[calls++ % luck.length] ?? 9) < 3 ? retry : done))
          const patient = Array.from({ length: 1_000 }, () => 5)
          for (const stop of stops) {
            const reactor = run(platform, receiver, patient)
            const target = calls + stop
            while (calls < target && reactor.behind().length + receiver.done.length < 21) {
              await new Promise((resolve) => setImmediate(resolve))
            }
            await reactor.stop()
          }
          if (luck.every((number) => number < 3)) return
          const reactor = run(platform, receiver, patient)
          await reactor.settled(last)
          await reactor.stop()
          for (const pool of ['pool_0', 'pool_1', 'pool_2']) {
            const first = [...new Set(revisionsOf(receiver.done, pool))]
            expect(first).toEqual(everyRevision(6))
          }
        },
      ),
      { numRuns: 100 },
    )
  })
})
