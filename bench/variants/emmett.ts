import { CommandHandler, type Event, getInMemoryEventStore } from '@event-driven-io/emmett'
import type { SeatLine } from '../model/naive.js'

type Assigned = Event<
  'Assigned',
  { seatId: string; email: string; invitation: number; expiresAt: string; at: string }
>
type PoolEvent = Assigned

interface PoolState {
  readonly seats: Map<string, { readonly email: string; readonly status: SeatLine['status'] }>
  readonly live: Map<string, string>
}

const initialState = (): PoolState => ({ seats: new Map(), live: new Map() })

/** Writes over the state, which each command folds for itself: a copy per event would make it quadratic once more. */
const evolve = (state: PoolState, { data }: PoolEvent): PoolState => {
  state.seats.set(data.seatId, { email: data.email, status: 'pending' })
  state.live.set(data.email, data.seatId)
  return state
}

const handle = CommandHandler<PoolState, PoolEvent>({ evolve, initialState })

/** A handler over an in-memory event store, as https://event-driven-io.github.io/emmett/guides/command-handling.html has it. */
export class EmmettPools {
  private readonly store = getInMemoryEventStore()
  private readonly capacity: number

  constructor(capacity: number) {
    this.capacity = capacity
  }

  async preload(
    pool: string,
    seats: readonly { readonly seatId: string; readonly email: string }[],
  ): Promise<void> {
    await this.store.appendToStream<PoolEvent>(
      `pool-${pool}`,
      seats.map((seat) => assigned(seat.seatId, seat.email)),
    )
  }

  async assign(pool: string, seatId: string, email: string): Promise<void> {
    await handle(this.store, `pool-${pool}`, (state) => {
      if (state.live.has(email)) throw new Error('SeatAlreadyAssigned')
      if (state.live.size >= this.capacity) throw new Error('SeatNotAvailable')
      return assigned(seatId, email)
    })
  }

  async lines(pool: string): Promise<SeatLine[]> {
    const { state } = await this.store.aggregateStream<PoolState, PoolEvent>(`pool-${pool}`, {
      evolve,
      initialState,
    })
    return [...state.seats.values()]
  }
}

const EXPIRES_AT = '2026-03-04T09:30:00.000Z'

const assigned = (seatId: string, email: string): PoolEvent => ({
  type: 'Assigned',
  data: { seatId, email, invitation: 1, expiresAt: EXPIRES_AT, at: new Date().toISOString() },
})
