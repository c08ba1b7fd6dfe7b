import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import {
  createSeats,
  type EventStore,
  type Platform,
  type Reaction,
  type Reactor,
  type RecordedEvent,
  startReactor,
} from '@seat-ledger/core'
import { memoryPlatform } from '@seat-ledger/memory'
import { type ManualClock, manualClock } from '@seat-ledger/testing'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'

setFlagsFromString('--expose-gc')
const collect: () => void = runInNewContext('gc')

/** The bytes that are in use. */
const heap = async (): Promise<number> => {
  await new Promise((resolve) => setImmediate(resolve))
  collect()
  return process.memoryUsage().heapUsed
}

/** Events of more than 1.5 KB, made anew whenever they are read: whoever keeps one has it on the heap. */
const large = (event: RecordedEvent): RecordedEvent => {
  const data: { readonly type?: unknown } = Object(event.data)
  if (data.type !== 'Assigned') return event
  const text = (length: number): string => Buffer.alloc(length, 'x').toString('latin1')
  const member = { memberId: text(255), externalMemberId: text(255), externalCustomerId: text(255) }
  return { ...event, data: { ...data, member, metadata: { note: text(900) } } }
}

const withLargeEvents = (platform: Platform, show: (position: bigint) => void): Platform => ({
  ...platform,
  feed: {
    async *follow(range) {
      for await (const message of platform.feed.follow(range)) {
        if (message._tag === 'Event') show(message.event.position)
        yield message._tag === 'Event' ? { ...message, event: large(message.event) } : message
      }
    },
  },
  eventStore: {
    append: (...args) => platform.eventStore.append(...args),
    read: async (...args): ReturnType<EventStore['read']> =>
      E.map((events: readonly RecordedEvent[]) => events.map(large))(await platform.eventStore.read(...args)),
  },
})

const POOLS = 40
const EVENTS = 10_000

const filled = async (clock: ManualClock): Promise<{ platform: Platform; last: bigint }> => {
  const platform = memoryPlatform({ clock })
  const seats = createSeats(platform)
  const actor = { kind: 'system', id: 'test' }
  let last = 0n
  for (let pool = 0; pool < POOLS; pool++) {
    const poolId = `pool_${pool}`
    const at = { organizationId: 'org', poolId, actor }
    await seats.openPool({
      ...at,
      customerId: 'cus',
      source: { kind: 'order', id: poolId },
      product: { id: 'p', name: 'P' },
      capacity: 1_000,
    })
    const rows = Array.from({ length: EVENTS / POOLS - 1 }, (_, row) => ({ email: `p${row}@example.com` }))
    last = (await seats.assignBulk({ ...at, seats: rows, mode: 'atomic' })).position
  }
  return { platform, last }
}

/** 32 records in the lane of each of these pools are 3 MB, and the journal and the log in memory 4; all 10,000 would be 20. */
const BOUND = 10 * 2 ** 20

const hangs: Reactor['handle'] = (_, { signal }) =>
  new Promise<Reaction>((resolve) => {
    signal.addEventListener('abort', () => resolve({ _tag: 'Retry', detail: 'stopped' }))
  })

describe('events that wait for a receiver that is down', () => {
  it.each<readonly [string, Reactor['handle']]>([
    ['refuses', async () => ({ _tag: 'Retry', detail: 'down' })],
    ['hangs', hangs],
  ])('and %s are not held in memory, at no time of a day', async (_, handle) => {
    const clock = manualClock(Date.parse('2026-03-02T09:00:00.000Z'))
    const { platform, last } = await filled(clock)
    let shown = 0n
    const before = await heap()
    const reactor = startReactor({
      reactor: { name: 'test', retryAfterSeconds: Array.from({ length: 1_000 }, () => 3_600), handle },
      platform: withLargeEvents(platform, (position) => {
        shown = position
      }),
    })
    for (let hour = 0; hour < 24; hour++) {
      await clock.advance(3_600_000)
      if (hour % 8 === 0) expect((await heap()) - before).toBeLessThan(BOUND)
    }
    expect(reactor.skipped().count).toBe(0)
    expect(shown).toBe(last)
    expect((await heap()) - before).toBeLessThan(BOUND)
    await reactor.stop()
  })
})
