import type * as E from 'fp-ts/lib/Either.js'
import type { CustomerId, OrganizationId, PoolId, SeatId } from '../domain/ids.js'
import type { Instant } from '../domain/instant.js'
import type { Source } from '../domain/values.js'
import type { PoolItem } from './lookups.js'
import type { BadPaging, Page, PageRequest } from './paging.js'
import type { PoolPage, SeatDirectory, SliceRequest } from './seat-directory.js'
import type { SeatItem, SeatQuery, SeatSlice } from './seat-list.js'
import type { Usage } from './usage.js'

/*
 * The questions of `SeatDirectory` as functions, which is how hosts ask a running projection.
 */

/** See `SeatDirectory.listSeats`. */
export const listSeats = (
  directory: SeatDirectory,
  query: SeatQuery,
  page: PageRequest,
): E.Either<BadPaging, Page<SeatItem>> => directory.listSeats(query, page)

/** See `SeatDirectory.seatsAfter`. */
export const seatsAfter = (
  directory: SeatDirectory,
  query: SeatQuery,
  from: SliceRequest,
): E.Either<BadPaging, SeatSlice> => directory.seatsAfter(query, from)

/** See `SeatDirectory.seatById`. */
export const seatById = (
  directory: SeatDirectory,
  organizationId: OrganizationId,
  seatId: SeatId,
): SeatItem | undefined => directory.seatById(organizationId, seatId)

/** See `SeatDirectory.poolById`. */
export const poolById = (
  directory: SeatDirectory,
  organizationId: OrganizationId,
  poolId: PoolId,
): PoolItem | undefined => directory.poolById(organizationId, poolId)

/** See `SeatDirectory.poolBySource`. */
export const poolBySource = (
  directory: SeatDirectory,
  organizationId: OrganizationId,
  source: Source,
): PoolItem | undefined => directory.poolBySource(organizationId, source)

/** See `SeatDirectory.poolsOfOwner`. */
export const poolsOfOwner = (
  directory: SeatDirectory,
  organizationId: OrganizationId,
  customerId: CustomerId,
  page: PageRequest,
): PoolPage => directory.poolsOfOwner(organizationId, customerId, page)

/** See `SeatDirectory.poolsHeldBy`. */
export const poolsHeldBy = (
  directory: SeatDirectory,
  organizationId: OrganizationId,
  customerId: CustomerId,
  page: PageRequest,
): PoolPage => directory.poolsHeldBy(organizationId, customerId, page)

/** See `SeatDirectory.poolUsage`. */
export const poolUsage = (
  directory: SeatDirectory,
  organizationId: OrganizationId,
  poolId: PoolId,
  now: Instant,
): Usage | undefined => directory.poolUsage(organizationId, poolId, now)

/** See `SeatDirectory.ownerUsage`. */
export const ownerUsage = (
  directory: SeatDirectory,
  organizationId: OrganizationId,
  customerId: CustomerId,
  now: Instant,
): Usage => directory.ownerUsage(organizationId, customerId, now)
