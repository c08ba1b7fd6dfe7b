import type { EmailKey } from '../domain/email.js'
import type { CustomerId, OrganizationId, PoolId, SeatId } from '../domain/ids.js'
import type { Source } from '../domain/values.js'
import { Holdings, People } from './people.js'
import { RankedList } from './ranked-list.js'
import { type OwnerRow, oldestPoolFirst, type PoolRow, type SeatRow } from './seat-row.js'
import { SeatSet } from './seat-set.js'

/** One organization's pools and seats. A query sees one of these and no other: another tenant's seat does not exist. */
export interface Tenant {
  readonly pools: Map<PoolId, PoolRow>
  /** Usually one pool; more when a closed one was followed by another. */
  readonly poolsBySource: Map<string, RankedList<PoolRow>>
  readonly owners: Map<CustomerId, OwnerRow>
  readonly seats: Map<SeatId, SeatRow>
  readonly holders: People<CustomerId, Holdings>
  readonly emails: People<EmailKey, SeatSet>
}

/** Every organization's pools and seats, in memory. Changed in place. */
export interface Tenants {
  readonly tenants: Map<OrganizationId, Tenant>
}

/** What `poolsBySource` is asked with; ids hold no colon. */
export const sourceKey = ({ kind, id }: Source): string => `${kind}:${id}`

/** The tenant of an organization, made when it is not there yet. */
export const tenantOf = (tenants: Map<OrganizationId, Tenant>, organizationId: OrganizationId): Tenant =>
  getOrMake(tenants, organizationId, () => ({
    pools: new Map(),
    poolsBySource: new Map(),
    owners: new Map(),
    seats: new Map(),
    holders: new People(() => new Holdings()),
    emails: new People(() => new SeatSet()),
  }))

/** Enters a pool under its id, its owner and its source. */
export const addPool = (tenant: Tenant, pool: PoolRow): void => {
  tenant.pools.set(pool.facts.id, pool)
  pool.owner.pools.insert(pool)
  const makeList = () => new RankedList(oldestPoolFirst)
  getOrMake(tenant.poolsBySource, sourceKey(pool.facts.source), makeList).insert(pool)
}

/** The owner of pools, made when there is none yet. */
export const ownerOf = (tenant: Tenant, customerId: CustomerId): OwnerRow =>
  getOrMake(tenant.owners, customerId, () => ({
    customerId,
    pools: new RankedList(oldestPoolFirst),
    seats: new SeatSet(),
    capacity: 0,
    available: 0,
    highWaterMark: 0,
  }))

const getOrMake = <Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value => {
  const known = map.get(key)
  if (known !== undefined) return known
  const made = make()
  map.set(key, made)
  return made
}
