import type { SeatLine } from '../model/naive.js'

/** What the loop is given: data that has arrived, made before the clock starts. */
export type RawCommand =
  | {
      readonly type: 'Assign'
      readonly pool: string
      readonly seatId: string
      readonly email: string
      readonly at: string
      readonly expiresAt: string
    }
  | {
      readonly type: 'Claim'
      readonly pool: string
      readonly seatId: string
      readonly invitation: number
      readonly holder: string
      readonly at: string
    }
  | { readonly type: 'Revoke'; readonly pool: string; readonly seatId: string; readonly at: string }

/** A seat that is written over. */
export interface RawSeat {
  readonly id: string
  readonly email: string
  status: SeatLine['status']
  readonly invitation: number
  readonly expiresAt: string
  holder: string | null
}

export type RawEvent =
  | {
      readonly type: 'Assigned'
      readonly seatId: string
      readonly email: string
      readonly invitation: number
      readonly expiresAt: string
      readonly at: string
    }
  | { readonly type: 'Claimed'; readonly seatId: string; readonly holder: string; readonly at: string }
  | { readonly type: 'Revoked'; readonly seatId: string; readonly at: string }

export interface RawPool {
  readonly capacity: number
  readonly events: RawEvent[]
  readonly seats: Map<string, RawSeat>
  readonly live: Map<string, string>
}

export const rawPool = (capacity: number): RawPool => ({
  capacity,
  events: [],
  seats: new Map(),
  live: new Map(),
})

/** The limit: Maps that are written over, one event pushed per command, no promise, no check of the input, nothing frozen. */
export class RawLedgers {
  readonly pools = new Map<string, RawPool>()

  open(pool: string, capacity: number): void {
    this.pools.set(pool, rawPool(capacity))
  }

  /** Undefined when carried out, else the rule that refused. */
  handle(command: RawCommand): string | undefined {
    const pool = this.pools.get(command.pool)
    if (pool === undefined) return 'PoolNotFound'
    switch (command.type) {
      case 'Assign': {
        if (pool.live.has(command.email)) return 'SeatAlreadyAssigned'
        if (pool.live.size >= pool.capacity) return 'SeatNotAvailable'
        const { seatId, email, at, expiresAt } = command
        return record(pool, { type: 'Assigned', seatId, email, invitation: 1, expiresAt, at })
      }
      case 'Claim': {
        const seat = pool.seats.get(command.seatId)
        if (seat?.status !== 'pending' || seat.invitation !== command.invitation) return 'InvitationDead'
        if (command.at >= seat.expiresAt) return 'InvitationExpired'
        return record(pool, { type: 'Claimed', seatId: seat.id, holder: command.holder, at: command.at })
      }
      case 'Revoke': {
        const seat = pool.seats.get(command.seatId)
        if (seat === undefined) return 'SeatNotFound'
        if (seat.status === 'revoked') return undefined
        return record(pool, { type: 'Revoked', seatId: seat.id, at: command.at })
      }
    }
  }

  lines(pool: string): SeatLine[] {
    return [...(this.pools.get(pool)?.seats.values() ?? [])]
  }
}

const record = (pool: RawPool, event: RawEvent): undefined => {
  pool.events.push(event)
  rawEvolve(pool, event)
}

/** Writes an event over the state. */
export const rawEvolve = (pool: RawPool, event: RawEvent): void => {
  if (event.type === 'Assigned') {
    const { seatId: id, email, invitation, expiresAt } = event
    pool.seats.set(id, { id, email, status: 'pending', invitation, expiresAt, holder: null })
    pool.live.set(email, id)
    return
  }
  const seat = pool.seats.get(event.seatId)
  if (seat === undefined) return
  if (event.type === 'Claimed') {
    seat.status = 'claimed'
    seat.holder = event.holder
  } else {
    seat.status = 'revoked'
    pool.live.delete(seat.email)
  }
}
