import { hash, randomBytes, randomUUID } from 'node:crypto'
import { nanoid } from 'nanoid'
import { type RawEvent, type RawPool, type RawSeat, rawPool } from './raw.js'

/** An event as it would be stored. */
interface StoredRawEvent {
  readonly id: string
  readonly event: RawEvent
}

/** What a complete command draws besides the state. */
export interface Sources {
  readonly eventId: () => string
  readonly time: () => string
  readonly token: () => string
  readonly sha256: (text: string) => string
}

/** Plainly written: what comes to mind first, and nothing slower. */
export const plainSources: Sources = {
  eventId: () => randomUUID(),
  time: () => new Date().toISOString(),
  token: () => randomBytes(32).toString('base64url'),
  sha256: (text) => hash('sha256', text, 'base64url'),
}

/** The same with the two usual tricks: a time that is written out once per millisecond, random bytes taken from a pool. */
export const tunedSources = (): Sources => {
  let last = Number.NaN
  let text = ''
  return {
    ...plainSources,
    time: () => {
      const now = Date.now()
      if (now !== last) {
        last = now
        text = new Date(now).toISOString()
      }
      return text
    },
    token: () => nanoid(43),
  }
}

const EXPIRES = '9999-12-31T23:59:59.999Z'

interface FullPool extends RawPool {
  readonly log: StoredRawEvent[]
  readonly hashes: Map<string, string>
}

/** The raw loop made complete: a promise per command, an event id, the time, a random token of which the hash is kept. */
export class FullRawLedgers {
  private readonly pools = new Map<string, FullPool>()
  private readonly sources: Sources

  constructor(sources: Sources) {
    this.sources = sources
  }

  open(pool: string, capacity: number): void {
    this.pools.set(pool, { ...rawPool(capacity), log: [], hashes: new Map() })
  }

  /** Answers the seat's invitation token. */
  async assign(poolId: string, seatId: string, email: string): Promise<string> {
    const pool = this.pool(poolId)
    if (pool.live.has(email)) throw new Error('SeatAlreadyAssigned')
    if (pool.live.size >= pool.capacity) throw new Error('SeatNotAvailable')
    const token = this.sources.token()
    const hash = this.sources.sha256(token)
    this.record(pool, {
      type: 'Assigned',
      seatId,
      email,
      invitation: 1,
      expiresAt: EXPIRES,
      at: this.sources.time(),
    })
    pool.seats.set(seatId, {
      id: seatId,
      email,
      status: 'pending',
      invitation: 1,
      expiresAt: EXPIRES,
      holder: null,
    })
    pool.live.set(email, seatId)
    pool.hashes.set(hash, seatId)
    return token
  }

  async claim(poolId: string, token: string, holder: string): Promise<void> {
    const pool = this.pool(poolId)
    const hash = this.sources.sha256(token)
    const seat = pool.seats.get(pool.hashes.get(hash) ?? '')
    if (seat?.status !== 'pending') throw new Error('InvitationDead')
    const at = this.sources.time()
    if (at >= seat.expiresAt) throw new Error('InvitationExpired')
    this.record(pool, { type: 'Claimed', seatId: seat.id, holder, at })
    seat.status = 'claimed'
    seat.holder = holder
    pool.hashes.delete(hash)
  }

  async revoke(poolId: string, seatId: string): Promise<void> {
    const pool = this.pool(poolId)
    const seat = pool.seats.get(seatId)
    if (seat === undefined) throw new Error('SeatNotFound')
    if (seat.status === 'revoked') return
    this.record(pool, { type: 'Revoked', seatId, at: this.sources.time() })
    seat.status = 'revoked'
    pool.live.delete(seat.email)
  }

  lines(pool: string): RawSeat[] {
    return [...this.pool(pool).seats.values()]
  }

  private record(pool: FullPool, event: RawEvent): void {
    pool.log.push({ id: this.sources.eventId(), event })
  }

  private pool(id: string): FullPool {
    const pool = this.pools.get(id)
    if (pool === undefined) throw new Error('PoolNotFound')
    return pool
  }
}
