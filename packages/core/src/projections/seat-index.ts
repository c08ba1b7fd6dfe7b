import type { PoolOpened } from '../domain/events.js'
import { evolvePool } from '../domain/ledger.js'
import type { LedgerRecord } from '../stored/record.js'
import { foldSeat } from './fold-seat.js'
import { memoryDirectory } from './memory-directory.js'
import type { Projection } from './projection.js'
import type { SeatDirectory } from './seat-directory.js'
import { availableIn, type PoolRow } from './seat-row.js'
import { SeatSet } from './seat-set.js'
import { addPool, ownerOf, type Tenants, tenantOf } from './tenant.js'

/** The state of the seat index: a directory in memory. Changed in place. */
export interface SeatIndex extends SeatDirectory, Tenants {}

/**
 * The read model behind every list, look-up and usage figure. One fold for all: the figures of a pool are the sizes of
 * the sets that its list needs anyway, so a second projection would do the work twice and could disagree with the first.
 */
export const seatIndex: Projection<SeatIndex> = {
  name: 'seat-index',
  initial: () => memoryDirectory({ tenants: new Map() }),
  evolve: (index, record) => {
    if (record.event.type === 'PoolOpened') openPool(index, record, record.event)
    else fold(index, record, record.event)
    return index
  },
}

type LaterEvent = Exclude<LedgerRecord['event'], PoolOpened>

/** An event that was folded in before, or whose pool is not known, changes nothing. */
const fold = (index: Tenants, record: LedgerRecord, event: LaterEvent): void => {
  const tenant = index.tenants.get(record.organizationId)
  const pool = tenant?.pools.get(record.poolId)
  if (tenant === undefined || pool === undefined || record.revision <= pool.revision) return
  const available = availableIn(pool)
  const capacity = openCapacity(pool)
  pool.revision = record.revision
  if (event.type === 'CapacityChanged' || event.type === 'PoolClosed') {
    pool.facts = evolvePool(pool.facts, event) ?? pool.facts
  } else {
    foldSeat(tenant, pool, event)
  }
  pool.owner.available += availableIn(pool) - available
  pool.owner.capacity += openCapacity(pool) - capacity
}

const openCapacity = ({ facts }: PoolRow): number => (facts.closedAt === null ? facts.capacity : 0)

/** A body that names another pool than its stream does is not believed: the stream's name is what isolates tenants. */
const openPool = (index: Tenants, record: LedgerRecord, event: PoolOpened): void => {
  if (event.organizationId !== record.organizationId || event.poolId !== record.poolId) return
  const tenant = tenantOf(index.tenants, record.organizationId)
  const facts = evolvePool(null, event)
  if (facts === null || tenant.pools.has(record.poolId)) return
  const owner = ownerOf(tenant, event.customerId)
  owner.available += facts.capacity
  owner.capacity += facts.capacity
  addPool(tenant, { owner, seats: new SeatSet(), facts, revision: record.revision, highWaterMark: 0 })
}
