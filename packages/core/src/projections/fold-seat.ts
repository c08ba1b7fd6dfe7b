import type { Assigned } from '../domain/events.js'
import type { CustomerId } from '../domain/ids.js'
import { evolveSeat, type Seat, type SeatEvent } from '../domain/ledger.js'
import { type PoolRow, type SeatRow, secondOf } from './seat-row.js'
import type { Tenant } from './tenant.js'

/**
 * Folds an event about a seat into every set that the seat is in. What the rules never record (a seat id used again, a
 * seat of another pool) is passed over.
 */
export const foldSeat = (tenant: Tenant, pool: PoolRow, event: SeatEvent): void => {
  const row = tenant.seats.get(event.seatId)
  if (event.type === 'Assigned') {
    if (row === undefined) assign(tenant, pool, event)
    return
  }
  if (row === undefined || row.pool !== pool) return
  change(tenant, row, event)
}

const assign = (tenant: Tenant, pool: PoolRow, event: Assigned): void => {
  const seat = evolveSeat(undefined, event)
  if (seat === undefined) return
  const row: SeatRow = { pool, second: secondOf(seat.assignedAt), seat }
  tenant.seats.set(seat.id, row)
  pool.seats.add(row)
  pool.owner.seats.add(row)
  tenant.emails.add(seat.email.key, row)
  pool.highWaterMark = Math.max(pool.highWaterMark, pool.seats.live)
  pool.owner.highWaterMark = Math.max(pool.owner.highWaterMark, pool.owner.seats.live)
}

const change = (tenant: Tenant, row: SeatRow, event: Exclude<SeatEvent, Assigned>): void => {
  const before = row.seat
  const after = evolveSeat(before, event)
  if (after === undefined || after === before) return
  const { seats, owner } = row.pool
  const holder = holderOf(before)
  seats.leave(row)
  owner.seats.leave(row)
  tenant.emails.leave(before.email.key, row)
  if (holder !== null) tenant.holders.leave(holder, row)
  row.seat = after
  seats.enter(row)
  owner.seats.enter(row)
  tenant.emails.enter(before.email.key, row)
  const holderNow = holderOf(after)
  if (holder !== null) tenant.holders.enter(holder, row)
  else if (holderNow !== null) tenant.holders.add(holderNow, row)
}

/** The customer who holds the seat, or held it when it was revoked. */
const holderOf = (seat: Seat): CustomerId | null =>
  seat.status === 'pending' ? null : (seat.holder?.customerId ?? null)
