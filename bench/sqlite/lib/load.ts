import { createSeats, type EventToAppend, type Platform, type Seats } from '@seat-ledger/core'
import { nodeIds, randomInvitationKeys, systemClock } from '@seat-ledger/node'
import type { SqliteStore } from '@seat-ledger/sqlite'

const BY = { actor: { kind: 'user', id: 'bench' } } as const

/** A platform on a store. */
export const platformOn = (store: SqliteStore): Platform => ({
  eventStore: store.eventStore,
  feed: store.feed,
  checkpoints: store.checkpoints,
  snapshots: store.snapshots,
  clock: systemClock,
  ids: nodeIds,
  invitationKeys: randomInvitationKeys(),
})

const openPool = (seats: Seats, poolId: string): Promise<unknown> =>
  seats.openPool({
    ...BY,
    organizationId: 'bench',
    poolId,
    customerId: 'owner',
    source: { kind: 'subscription', id: `sub-${poolId}` },
    product: { id: 'pro', name: 'Pro' },
    capacity: 1_000_000,
  })

/** `callers` who assign one after another for themselves, `commands` in all, spread over the pools; commands per second. */
export const assignAll = async (
  platform: Platform,
  {
    callers,
    commands,
    pools,
  }: { readonly callers: number; readonly commands: number; readonly pools: number },
): Promise<number> => {
  const seats = createSeats(platform)
  for (let pool = 0; pool < pools; pool++) await openPool(seats, `pool-${pool}`)
  const start = performance.now()
  let next = 0
  const caller = async (own: number): Promise<void> => {
    while (next < commands) {
      const email = `person${next++}@example.com`
      await seats.assign({ ...BY, organizationId: 'bench', poolId: `pool-${own % pools}`, email })
    }
  }
  await Promise.all(Array.from({ length: callers }, (_, own) => caller(own)))
  return commands / ((performance.now() - start) / 1_000)
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
