import { poolById, poolBySource, poolsHeldBy, poolsOfOwner, seatById } from './lookups.js'
import type { SeatDirectory } from './seat-directory.js'
import { listSeats, seatsAfter } from './seat-list.js'
import type { Tenants } from './tenant.js'
import { ownerUsage, poolUsage } from './usage.js'

/** Answers every question of a directory from what is in memory. */
export const memoryDirectory = ({ tenants }: Tenants): SeatDirectory & Tenants => {
  const index = { tenants }
  return {
    tenants,
    listSeats: (query, page) => listSeats(index, query, page),
    seatsAfter: (query, from) => seatsAfter(index, query, from),
    seatById: (organizationId, seatId) => seatById(index, organizationId, seatId),
    poolById: (organizationId, poolId) => poolById(index, organizationId, poolId),
    poolBySource: (organizationId, source) => poolBySource(index, organizationId, source),
    poolsOfOwner: (organizationId, customerId, page) => poolsOfOwner(index, organizationId, customerId, page),
    poolsHeldBy: (organizationId, customerId, page) => poolsHeldBy(index, organizationId, customerId, page),
    poolUsage: (organizationId, poolId, now) => poolUsage(index, organizationId, poolId, now),
    ownerUsage: (organizationId, customerId, now) => ownerUsage(index, organizationId, customerId, now),
  }
}
