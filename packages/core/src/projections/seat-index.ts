import type { EmailKey } from '../domain/email.js'
import type { Assigned, PoolOpened } from '../domain/events.js'
import type { CustomerId, OrganizationId, PoolId, SeatId } from '../domain/ids.js'
import { evolvePool, evolveSeat, type PoolEvent, type Seat, type SeatEvent } from '../domain/ledger.js'
import type { Source } from '../domain/values.js'
import type { LedgerRecord } from '../stored/record.js'
import { Holdings, People } from './people.js'
import type { Projection } from './projection.js'
import { RankedList } from './ranked-list.js'
import { availableIn, type OwnerRow, oldestPoolFirst, type PoolRow, type SeatRow } from './seat-row.js'
import { SeatSet } from './seat-set.js'

/** One organization's pools and seats. A query sees one of these and no other: another tenant's seat does not exist. */
export interface Tenant {
  readonly pools: Map<PoolId, PoolRow>
  /** By kind and id. Usually one; more when a closed pool was followed by another. */
  readonly poolsBySource: Map<string, RankedList<PoolRow>>
  readonly owners: Map<CustomerId, OwnerRow>
  readonly seats: Map<SeatId, SeatRow>
  readonly holders: People<CustomerId, Holdings>
  readonly emails: People<EmailKey, SeatSet>
}

/** The state of the seat list: what `listSeats`, `seatById`, `poolUsage` and the others ask. Changed in place. */
export interface SeatIndex {
  readonly tenants: Map<OrganizationId, Tenant>
}

/**
 * The read model behind every list, look-up and usage figure. One fold for all: the sums of a pool are the sizes of the
 * sets that the list needs anyway, so a second projection would do the same work twice and could disagree with it.
 * About 0.8 KB per seat; a million seats take minutes of nobody's time and no disk.
 */
export const seatIndex: Projection<SeatIndex> = {
  name: 'seat-index',
  initial: () => ({ tenants: new Map() }),
  evolve: (index, record) => {
    fold(index, record)
    return index
  },
}

/** What the rules never record (a second opening, a seat of another pool, a repeated event) is passed over. */
const fold = (index: SeatIndex, record: LedgerRecord): void => {
  const { event, poolId } = record
  if (event.type === 'PoolOpened') return openPool(tenantOf(index, record.organizationId), record, event)
  const tenant = index.tenants.get(record.organizationId)
  const pool = tenant?.pools.get(poolId)
  if (tenant === undefined || pool === undefined || record.revision <= pool.revision) return
  pool.revision = record.revision
  const available = availableIn(pool)
  const capacity = openCapacity(pool)
  if (event.type === 'CapacityChanged' || event.type === 'PoolClosed') changePool(pool, event)
  else foldSeat(tenant, pool, event)
  pool.owner.available += availableIn(pool) - available
  pool.owner.capacity += openCapacity(pool) - capacity
}

const openCapacity = ({ facts }: PoolRow): number => (facts.closedAt === null ? facts.capacity : 0)

const tenantOf = (index: SeatIndex, organizationId: OrganizationId): Tenant => {
  const known = index.tenants.get(organizationId)
  if (known !== undefined) return known
  const tenant: Tenant = {
    pools: new Map(),
    poolsBySource: new Map(),
    owners: new Map(),
    seats: new Map(),
    holders: new People(() => new Holdings()),
    emails: new People(() => new SeatSet()),
  }
  index.tenants.set(organizationId, tenant)
  return tenant
}

const openPool = (tenant: Tenant, record: LedgerRecord, event: PoolOpened): void => {
  const facts = evolvePool(null, event)
  if (facts === null || tenant.pools.has(record.poolId)) return
  const owner = ownerOf(tenant, event.customerId)
  const pool: PoolRow = { owner, seats: new SeatSet(), facts, revision: record.revision, highWaterMark: 0 }
  tenant.pools.set(record.poolId, pool)
  owner.pools.insert(pool)
  owner.available += facts.capacity
  owner.capacity += facts.capacity
  const key = sourceKey(event.source)
  const ofSource = tenant.poolsBySource.get(key) ?? new RankedList(oldestPoolFirst)
  ofSource.insert(pool)
  tenant.poolsBySource.set(key, ofSource)
}

/** Ids hold no colon. */
export const sourceKey = ({ kind, id }: Source): string => `${kind}:${id}`

const ownerOf = (tenant: Tenant, customerId: CustomerId): OwnerRow => {
  const known = tenant.owners.get(customerId)
  if (known !== undefined) return known
  const owner: OwnerRow = {
    customerId,
    pools: new RankedList(oldestPoolFirst),
    seats: new SeatSet(),
    capacity: 0,
    available: 0,
    highWaterMark: 0,
  }
  tenant.owners.set(customerId, owner)
  return owner
}

const changePool = (pool: PoolRow, event: Exclude<PoolEvent, PoolOpened>): void => {
  pool.facts = evolvePool(pool.facts, event) ?? pool.facts
}

const foldSeat = (tenant: Tenant, pool: PoolRow, event: SeatEvent): void => {
  const row = tenant.seats.get(event.seatId)
  if (event.type === 'Assigned') {
    if (row === undefined) assign(tenant, pool, event)
    return
  }
  if (row === undefined || row.pool !== pool) return
  if (event.type === 'Claimed' && row.seat.status !== 'pending') return
  changeSeat(tenant, row, event)
}

const assign = (tenant: Tenant, pool: PoolRow, event: Assigned): void => {
  const seat = evolveSeat(undefined, event)
  if (seat === undefined) return
  const row: SeatRow = { pool, seat }
  tenant.seats.set(seat.id, row)
  pool.seats.add(row)
  pool.owner.seats.add(row)
  tenant.emails.add(seat.email.key, row)
  pool.highWaterMark = Math.max(pool.highWaterMark, pool.seats.live)
  pool.owner.highWaterMark = Math.max(pool.owner.highWaterMark, pool.owner.seats.live)
}

const changeSeat = (tenant: Tenant, row: SeatRow, event: Exclude<SeatEvent, Assigned>): void => {
  const before = row.seat
  const after = evolveSeat(before, event)
  if (after === undefined || after === before) return
  const { seats, owner } = row.pool
  const heldBefore = holderOf(before)
  const heldAfter = holderOf(after)
  seats.leave(row)
  owner.seats.leave(row)
  tenant.emails.leave(before.email.key, row)
  if (heldBefore !== null) tenant.holders.leave(heldBefore, row)
  row.seat = after
  seats.enter(row)
  owner.seats.enter(row)
  tenant.emails.enter(before.email.key, row)
  if (heldBefore !== null) tenant.holders.enter(heldBefore, row)
  else if (heldAfter !== null) tenant.holders.add(heldAfter, row)
}

/** The customer who holds the seat, or held it when it was revoked. */
const holderOf = (seat: Seat): CustomerId | null =>
  seat.status === 'pending' ? null : (seat.holder?.customerId ?? null)
