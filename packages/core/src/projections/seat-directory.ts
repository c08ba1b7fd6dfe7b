import type * as E from 'fp-ts/lib/Either.js'
import type { CustomerId, OrganizationId, PoolId, SeatId } from '../domain/ids.js'
import type { Instant } from '../domain/instant.js'
import type { Source } from '../domain/values.js'
import type { PoolItem } from './lookups.js'
import type { BadPaging, Page, PageRequest } from './paging.js'
import type { SeatItem, SeatQuery, SeatSlice } from './seat-list.js'
import type { Usage } from './usage.js'

/**
 * Every question about seats and pools that spans ledgers. The seat index answers them in memory; a store may keep its
 * own read model and answer them from there. Each answer is of one moment.
 */
export interface SeatDirectory {
  /** See `listSeats`. */
  listSeats(query: SeatQuery, page: PageRequest): E.Either<BadPaging, Page<SeatItem>>
  /** See `seatsAfter`. */
  seatsAfter(
    query: SeatQuery,
    from: { readonly cursor: string | null; readonly limit: number },
  ): E.Either<BadPaging, SeatSlice>
  /** See `seatById`. */
  seatById(organizationId: OrganizationId, seatId: SeatId): SeatItem | undefined
  /** See `poolById`. */
  poolById(organizationId: OrganizationId, poolId: PoolId): PoolItem | undefined
  /** See `poolBySource`. */
  poolBySource(organizationId: OrganizationId, source: Source): PoolItem | undefined
  /** See `poolsOfOwner`. */
  poolsOfOwner(
    organizationId: OrganizationId,
    customerId: CustomerId,
    page: PageRequest,
  ): E.Either<BadPaging, Page<PoolItem>>
  /** See `poolsHeldBy`. */
  poolsHeldBy(
    organizationId: OrganizationId,
    customerId: CustomerId,
    page: PageRequest,
  ): E.Either<BadPaging, Page<PoolItem>>
  /** See `poolUsage`. */
  poolUsage(organizationId: OrganizationId, poolId: PoolId, now: Instant): Usage | undefined
  /** See `ownerUsage`. */
  ownerUsage(organizationId: OrganizationId, customerId: CustomerId, now: Instant): Usage
}
