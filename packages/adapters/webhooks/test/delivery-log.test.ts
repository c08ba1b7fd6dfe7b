import { type EventStore, type Instant, instantOf, type Platform } from '@seat-ledger/core'
import { memoryPlatform } from '@seat-ledger/memory'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { type Delivery, DeliveryLog } from '../src/delivery/delivery-log.js'
import { right } from './support.js'

const at: Instant = instantOf(Date.parse('2026-03-02T09:00:00.000Z'))

const delivery = (attempt: number, detail = ''): Delivery => ({
  type: 'Delivery',
  messageId: 'msg',
  messageType: 'ping',
  stream: '',
  revision: 0,
  attempt,
  replayed: false,
  outcome: 'failed',
  status: 500,
  detail,
  durationMs: 0,
  at,
})

/** A store that takes so many characters in one append, and counts the appends. */
const narrow = (limit: number): { readonly platform: Platform; readonly appends: () => number } => {
  const platform = memoryPlatform()
  let appends = 0
  const eventStore: EventStore = {
    read: (...args) => platform.eventStore.read(...args),
    append: async (stream, expected, events) => {
      appends += 1
      const isTooLarge = JSON.stringify(events.map(({ data }) => data)).length > limit
      if (isTooLarge) return E.left({ _tag: 'AppendTooLarge', stream, detail: 'too large' })
      return platform.eventStore.append(stream, expected, events)
    },
  }
  return { platform: { ...platform, eventStore }, appends: () => appends }
}

const attempts = async (log: DeliveryLog): Promise<readonly number[]> => {
  const { deliveries } = right(await log.page(null, 1_000))
  return deliveries.map(({ attempt }) => attempt).reverse()
}

describe('the log of deliveries', () => {
  it('writes what comes in one turn of the event loop by one append', async () => {
    const { platform, appends } = narrow(1_000_000)
    const log = new DeliveryLog(platform, 'whe_1')
    for (let attempt = 1; attempt <= 100; attempt++) log.add(delivery(attempt))
    await log.flushed()
    expect(appends()).toBe(1)
    expect(await attempts(log)).toEqual(Array.from({ length: 100 }, (_, index) => index + 1))
  })

  it('writes what is too large for one append by several, and leaves out the line that no append takes', async () => {
    const { platform } = narrow(2_000)
    const log = new DeliveryLog(platform, 'whe_1')
    for (let attempt = 1; attempt <= 40; attempt++) {
      log.add(delivery(attempt, attempt === 20 ? 'x'.repeat(4_096) : ''))
    }
    await log.flushed()
    const all = Array.from({ length: 40 }, (_, index) => index + 1)
    expect(await attempts(log)).toEqual(all.filter((attempt) => attempt !== 20))
  })
})
