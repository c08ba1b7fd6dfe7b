import type { CustomerId, OrganizationId, PoolId } from '../domain/ids.js'
import type { Instant } from '../domain/instant.js'
import { availableIn } from './seat-row.js'
import type { SeatSet } from './seat-set.js'
import type { Tenants } from './tenant.js'

/** How far seats are used, counted in seats. */
export interface Usage {
  /** Of a pool as it was last set, also when the pool is closed; of an owner the sum over the open pools. */
  readonly capacity: number
  /** Seats that wait for their claim, expired ones included. */
  readonly pending: number
  readonly claimed: number
  /** Pending seats whose invitation is dead at `now`. */
  readonly expired: number
  /** Seats that can still be assigned: never negative, none in a closed pool. */
  readonly available: number
  /** Live seats (pending or claimed) over capacity, 0 to 1; 0 when the capacity is 0. */
  readonly utilization: number
  /** The most live seats that there ever were at once. */
  readonly highWaterMark: number
}

/** The usage of a pool at `now`; undefined when this organization has no such pool. */
export const poolUsage = (
  index: Tenants,
  organizationId: OrganizationId,
  poolId: PoolId,
  now: Instant,
): Usage | undefined => {
  const pool = index.tenants.get(organizationId)?.pools.get(poolId)
  if (pool === undefined) return undefined
  return usage(pool.seats, now, {
    capacity: pool.facts.capacity,
    available: availableIn(pool),
    highWaterMark: pool.highWaterMark,
  })
}

/**
 * The usage of all pools of an owner at `now`; zeros for who owns none. Closed pools count neither as capacity nor as
 * available, or an owner who renews each year would look less busy each year. Hence capacity = live + available.
 */
export const ownerUsage = (
  index: Tenants,
  organizationId: OrganizationId,
  customerId: CustomerId,
  now: Instant,
): Usage => {
  const owner = index.tenants.get(organizationId)?.owners.get(customerId)
  return owner === undefined ? NO_USAGE : usage(owner.seats, now, owner)
}

const NO_USAGE: Usage = Object.freeze({
  capacity: 0,
  pending: 0,
  claimed: 0,
  expired: 0,
  available: 0,
  utilization: 0,
  highWaterMark: 0,
})

const usage = (
  seats: SeatSet,
  now: Instant,
  { capacity, available, highWaterMark }: Pick<Usage, 'capacity' | 'available' | 'highWaterMark'>,
): Usage => ({
  capacity,
  pending: seats.count('pending', now),
  claimed: seats.count('claimed', now),
  expired: seats.count('expired', now),
  available,
  utilization: capacity === 0 ? 0 : Math.min(1, seats.live / capacity),
  highWaterMark,
})
