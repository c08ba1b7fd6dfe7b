import type * as E from 'fp-ts/lib/Either.js'
import type { CustomerId, OrganizationId, PoolId, SeatId } from '../domain/ids.js'
import type { Pool } from '../domain/ledger.js'
import type { Source } from '../domain/values.js'
import { type BadPaging, type Page, type PageRequest, pageOf } from './paging.js'
import { type SeatItem, seatItem } from './seat-list.js'
import type { PoolRow } from './seat-row.js'
import { sourceKey, type Tenants } from './tenant.js'

/** A pool, and the revision of its ledger that this is the state of. */
export interface PoolItem {
  readonly pool: Pool
  readonly revision: number
}

const poolItem = ({ facts, revision }: PoolRow): PoolItem => ({ pool: facts, revision })

/** The seat of this id; undefined when this organization has none. */
export const seatById = (
  index: Tenants,
  organizationId: OrganizationId,
  seatId: SeatId,
): SeatItem | undefined => {
  const row = index.tenants.get(organizationId)?.seats.get(seatId)
  return row === undefined ? undefined : seatItem(row)
}

/** The pool of this id; undefined when this organization has none. */
export const poolById = (
  index: Tenants,
  organizationId: OrganizationId,
  poolId: PoolId,
): PoolItem | undefined => {
  const pool = index.tenants.get(organizationId)?.pools.get(poolId)
  return pool === undefined ? undefined : poolItem(pool)
}

/**
 * The pool of a subscription or order; undefined when this organization has none. Where a source has had several, it is
 * the newest that is open, else the newest of all: a pool that was opened after another closed takes its place.
 */
export const poolBySource = (
  index: Tenants,
  organizationId: OrganizationId,
  source: Source,
): PoolItem | undefined => {
  const pools = index.tenants.get(organizationId)?.poolsBySource.get(sourceKey(source))
  if (pools === undefined) return undefined
  for (let rank = pools.size - 1; rank >= 0; rank--) {
    const pool = pools.at(rank)
    if (pool !== undefined && pool.facts.closedAt === null) return poolItem(pool)
  }
  const newest = pools.at(pools.size - 1)
  return newest === undefined ? undefined : poolItem(newest)
}

/** The pools of an owner, in the order in which they were opened, ties by id; closed ones too. */
export const poolsOfOwner = (
  index: Tenants,
  organizationId: OrganizationId,
  customerId: CustomerId,
  page: PageRequest,
): E.Either<BadPaging, Page<PoolItem>> =>
  pageOf(index.tenants.get(organizationId)?.owners.get(customerId)?.pools, page, poolItem)

/** The pools in which a customer holds a claimed seat now, each once, in the order in which they were opened, ties by id. */
export const poolsHeldBy = (
  index: Tenants,
  organizationId: OrganizationId,
  customerId: CustomerId,
  page: PageRequest,
): E.Either<BadPaging, Page<PoolItem>> =>
  pageOf(index.tenants.get(organizationId)?.holders.get(customerId)?.pools, page, poolItem)
