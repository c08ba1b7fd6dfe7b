import { randomUUID } from 'node:crypto'
import { createSeats, type EventToAppend, type Platform } from '@seat-ledger/core'

const actor = { kind: 'user', id: 'bench' } as const

/** How many commands are given, by whom, and where. */
export interface Load {
  readonly callers: number
  readonly commands: number
  readonly pools: number
}

/** `callers` who assign one after another for themselves, `commands` in all, spread over the pools; commands per second. */
export const assignAll = async (platform: Platform, { callers, commands, pools }: Load): Promise<number> => {
  const seats = createSeats(platform)
  const organizationId = randomUUID()
  for (let pool = 0; pool < pools; pool += 1) {
    await seats.openPool({
      organizationId,
      poolId: `pool-${pool}`,
      actor,
      customerId: 'owner',
      source: { kind: 'subscription', id: `sub-${pool}` },
      product: { id: 'pro', name: 'Pro' },
      capacity: 1_000_000,
    })
  }
  let next = 0
  const caller = async (own: number): Promise<void> => {
    while (next < commands) {
      const email = `person${next++}@example.com`
      await seats.assign({ organizationId, poolId: `pool-${own % pools}`, actor, email })
    }
  }
  const start = performance.now()
  await Promise.all(Array.from({ length: callers }, (_, own) => caller(own)))
  const rate = commands / ((performance.now() - start) / 1_000)
  await seats.close()
  return rate
}

/** The very events that `assignAll` writes, caught before they reach a store. */
export const eventsOf = async (platform: Platform, commands: number): Promise<readonly EventToAppend[]> => {
  const caught: EventToAppend[] = []
  const eventStore: Platform['eventStore'] = {
    read: async () => ({ _tag: 'Right', right: [] }),
    append: async (_, expected, events) => {
      caught.push(...events)
      return { _tag: 'Right', right: { revision: expected + events.length, position: 0n } }
    },
  }
  await assignAll({ ...platform, eventStore }, { callers: 1, commands, pools: 1 })
  return caught.slice(1)
}
