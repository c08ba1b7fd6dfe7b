import type * as E from 'fp-ts/lib/Either.js'
import type { CustomerId, OrganizationId, PoolId, SeatId } from '../domain/ids.js'
import type { Instant } from '../domain/instant.js'
import type { Source } from '../domain/values.js'
import type { PoolItem } from './lookups.js'
import type { BadPaging, Page, PageRequest } from './paging.js'
import type { SeatItem, SeatQuery, SeatSlice } from './seat-list.js'
import type { Usage } from './usage.js'

/** Where in a list to go on: behind `cursor`, or at the start for null; at most `limit` seats. */
export interface SliceRequest {
  readonly cursor: string | null
  readonly limit: number
}

/**
 * Every question about seats and pools that spans ledgers. The seat index answers them in memory; a store may keep a
 * read model of its own and answer them from there. Where they answer differently, the seat index is right.
 */
export interface SeatDirectory {
  /**
   * One page of seats, oldest first by (`assignedAt`, id). A scope that does not exist in this organization is an empty
   * list. Left when `page` or `limit` is out of range.
   */
  listSeats(query: SeatQuery, page: PageRequest): E.Either<BadPaging, Page<SeatItem>>
  /**
   * The seats that follow a cursor, oldest first. A seat that is added or leaves meanwhile makes no other seat appear
   * twice or not at all. A cursor is a place in time and fits every query. Left when it is broken or `limit` is out of range.
   */
  seatsAfter(query: SeatQuery, from: SliceRequest): E.Either<BadPaging, SeatSlice>
  /** The seat of this id; undefined when this organization has none. */
  seatById(organizationId: OrganizationId, seatId: SeatId): SeatItem | undefined
  /** The pool of this id; undefined when this organization has none. */
  poolById(organizationId: OrganizationId, poolId: PoolId): PoolItem | undefined
  /**
   * The pool of a subscription or order; undefined when this organization has none. Where a source has had several, it
   * is the newest that is open, else the newest of all: a pool that was opened after another closed takes its place.
   */
  poolBySource(organizationId: OrganizationId, source: Source): PoolItem | undefined
  /** The pools of an owner, in the order in which they were opened, ties by id; closed ones too. */
  poolsOfOwner(organizationId: OrganizationId, customerId: CustomerId, page: PageRequest): PoolPage
  /** The pools in which a customer holds a claimed seat now, each once, in the order in which they were opened, ties by id. */
  poolsHeldBy(organizationId: OrganizationId, customerId: CustomerId, page: PageRequest): PoolPage
  /** The usage of a pool at `now`; undefined when this organization has no such pool. */
  poolUsage(organizationId: OrganizationId, poolId: PoolId, now: Instant): Usage | undefined
  /** The usage of all pools of an owner at `now`; zeros for who owns none. Closed pools count neither as capacity nor as available. */
  ownerUsage(organizationId: OrganizationId, customerId: CustomerId, now: Instant): Usage
}

/** A page of pools; left when `page` or `limit` is out of range. */
export type PoolPage = E.Either<BadPaging, Page<PoolItem>>
