import type { SeatDirectory } from '@seat-ledger/core'
import type { Database } from '../file/database.js'
import { poolById, poolBySource, poolsHeldBy, poolsOfOwner, seatById } from './pool-query.js'
import { listSeats, seatsAfter } from './seat-query.js'
import { ownerUsage, poolUsage } from './usage-query.js'

/** The read model in the file, as the directory that lists and figures are asked of. Throws what the driver throws. */
export const directoryOn = (database: Database): SeatDirectory => ({
  listSeats: (query, page) => listSeats(database, query, page),
  seatsAfter: (query, from) => seatsAfter(database, query, from),
  seatById: (organizationId, seatId) => seatById(database, organizationId, seatId),
  poolById: (organizationId, poolId) => poolById(database, organizationId, poolId),
  poolBySource: (organizationId, source) => poolBySource(database, organizationId, source),
  poolsOfOwner: (organizationId, customerId, page) =>
    poolsOfOwner(database, organizationId, customerId, page),
  poolsHeldBy: (organizationId, customerId, page) => poolsHeldBy(database, organizationId, customerId, page),
  poolUsage: (organizationId, poolId, now) => poolUsage(database, organizationId, poolId, now),
  ownerUsage: (organizationId, customerId, now) => ownerUsage(database, organizationId, customerId, now),
})
