import { Command, EventStore, EventType, tuple } from '@castore/core'
import { InMemoryEventStorageAdapter } from '@castore/event-storage-adapter-in-memory'
import type { SeatLine } from '../model/naive.js'

interface AssignedPayload {
  readonly seatId: string
  readonly email: string
  readonly invitation: number
  readonly expiresAt: string
}

interface PoolAggregate {
  readonly aggregateId: string
  readonly version: number
  readonly seats: Map<string, { readonly email: string; readonly status: SeatLine['status'] }>
  readonly live: Map<string, string>
}

const assignedEvent = new EventType<'Assigned', AssignedPayload>({ type: 'Assigned' })

const poolEvents = new EventStore({
  eventStoreId: 'POOLS',
  eventTypes: [assignedEvent],
  // Writes over the state, which each command folds for itself: a copy per event would make it quadratic once more.
  reducer: (pool: PoolAggregate, event): PoolAggregate => {
    const { aggregateId, version, payload } = event
    const seats = pool?.seats ?? new Map()
    const live = pool?.live ?? new Map()
    seats.set(payload.seatId, { email: payload.email, status: 'pending' })
    live.set(payload.email, payload.seatId)
    return { aggregateId, version, seats, live }
  },
})

interface AssignInput {
  readonly pool: string
  readonly seatId: string
  readonly email: string
  readonly capacity: number
}

const EXPIRES_AT = '2026-03-04T09:30:00.000Z'

/** An event store and a command, as https://castore-dev.github.io/castore/docs/event-sourcing/fetching-events/ has them. */
const assignCommand = new Command({
  commandId: 'ASSIGN',
  requiredEventStores: tuple(poolEvents),
  handler: async ({ pool, seatId, email, capacity }: AssignInput, [events]): Promise<void> => {
    const { aggregate } = await events.getAggregate(pool)
    if (aggregate?.live.has(email)) throw new Error('SeatAlreadyAssigned')
    if ((aggregate?.live.size ?? 0) >= capacity) throw new Error('SeatNotAvailable')
    await events.pushEvent({
      aggregateId: pool,
      version: (aggregate?.version ?? 0) + 1,
      type: 'Assigned',
      payload: { seatId, email, invitation: 1, expiresAt: EXPIRES_AT },
    })
  },
})

/** One in-memory storage adapter at a time: the event store is a module's constant, as the documentation has it. */
export class CastorePools {
  private readonly capacity: number

  constructor(
    capacity: number,
    preloaded: Readonly<Record<string, readonly { readonly seatId: string; readonly email: string }[]>> = {},
  ) {
    this.capacity = capacity
    const initialEvents = Object.entries(preloaded).flatMap(([aggregateId, seats]) =>
      seats.map(({ seatId, email }, index) => ({
        aggregateId,
        version: index + 1,
        type: 'Assigned',
        timestamp: new Date().toISOString(),
        payload: { seatId, email, invitation: 1, expiresAt: EXPIRES_AT },
      })),
    )
    poolEvents.eventStorageAdapter = new InMemoryEventStorageAdapter({ initialEvents })
  }

  async assign(pool: string, seatId: string, email: string): Promise<void> {
    await assignCommand.handler({ pool, seatId, email, capacity: this.capacity }, [poolEvents])
  }

  async lines(pool: string): Promise<SeatLine[]> {
    const { aggregate } = await poolEvents.getAggregate(pool)
    return [...(aggregate?.seats.values() ?? [])]
  }
}
