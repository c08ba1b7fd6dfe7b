import {
  type Assigned,
  evolvePool,
  evolveSeat,
  type LedgerRecord,
  type PoolOpened,
  type Seat,
  type SeatEvent,
} from '@seat-ledger/core'
import type { Batch } from './batch.js'
import { availableIn, type Counts, liveIn, openCapacity, type PoolRow, type SeatRow } from './rows.js'

/**
 * Folds one record into the tables: the rules of core's seat index, on rows. An event that was folded in before, or
 * whose pool is not known, changes nothing.
 */
export const foldRecord = (batch: Batch, record: LedgerRecord): void => {
  const { event } = record
  if (event.type === 'PoolOpened') openPool(batch, record, event)
  else foldLater(batch, record, event)
}

type LaterEvent = Exclude<LedgerRecord['event'], PoolOpened>

const foldLater = (batch: Batch, record: LedgerRecord, event: LaterEvent): void => {
  const pool = batch.pools.get(record)
  if (pool === undefined || record.revision <= pool.revision) return
  const available = availableIn(pool)
  const capacity = openCapacity(pool)
  pool.revision = record.revision
  if (event.type === 'CapacityChanged' || event.type === 'PoolClosed') {
    pool.facts = evolvePool(pool.facts, event) ?? pool.facts
  } else {
    foldSeat(batch, pool, event)
  }
  pool.owner.available += availableIn(pool) - available
  pool.owner.capacity += openCapacity(pool) - capacity
  batch.pools.changed(pool)
}

/** A body that names another pool than its stream does is not believed: the stream's name is what isolates tenants. */
const openPool = (batch: Batch, record: LedgerRecord, event: PoolOpened): void => {
  if (event.organizationId !== record.organizationId || event.poolId !== record.poolId) return
  const facts = evolvePool(null, event)
  if (facts === null || batch.pools.get(record) !== undefined) return
  const pool = batch.pools.add(record, facts, record.revision)
  pool.owner.pools += 1
  pool.owner.capacity += facts.capacity
  pool.owner.available += facts.capacity
  batch.pools.changed(pool)
}

const foldSeat = (batch: Batch, pool: PoolRow, event: SeatEvent): void => {
  const row = batch.seats.get(pool, event.seatId)
  if (event.type === 'Assigned') {
    if (row === undefined) assign(batch, pool, event)
    return
  }
  if (row === undefined || (event.type === 'Claimed' && row.seat.status !== 'pending')) return
  change(batch, row, evolveSeat(row.seat, event))
}

const assign = (batch: Batch, pool: PoolRow, event: Assigned): void => {
  const seat = evolveSeat(undefined, event)
  if (seat === undefined) return
  batch.seats.add(pool, seat)
  for (const group of [pool, pool.owner]) {
    count(group, seat.status, 1)
    group.highWaterMark = Math.max(group.highWaterMark, liveIn(group))
  }
}

const change = (batch: Batch, row: SeatRow, after: Seat | undefined): void => {
  const before = row.seat
  if (after === undefined || after === before) return
  for (const group of [row.pool, row.pool.owner]) {
    count(group, before.status, -1)
    count(group, after.status, 1)
  }
  batch.seats.change(row, after)
}

const count = (counts: Counts, status: Seat['status'], by: number): void => {
  counts[status] += by
}
