import * as E from 'fp-ts/lib/Either.js'
import type { EmailKey } from '../domain/email.js'
import type { CustomerId, OrganizationId, PoolId } from '../domain/ids.js'
import type { Instant } from '../domain/instant.js'
import type { Pool, Seat } from '../domain/ledger.js'
import { cursorOf, parseCursor, type SeatKey } from './cursor.js'
import { type BadPaging, badPaging, isLimit, type Page, type PageRequest, pageOf } from './paging.js'
import type { RankedList } from './ranked-list.js'
import { compareText, type SeatRow, type StatusFilter, secondOf } from './seat-row.js'
import type { SeatSet } from './seat-set.js'
import type { Tenant, Tenants } from './tenant.js'

/** Whose seats. `owner` spans the pools of a customer; `holder` are the seats that a customer claimed, also those revoked since. */
export type SeatScope =
  | { readonly by: 'pool'; readonly poolId: PoolId }
  | { readonly by: 'owner'; readonly customerId: CustomerId }
  | { readonly by: 'holder'; readonly customerId: CustomerId }
  | { readonly by: 'email'; readonly email: EmailKey }

/** Which seats of one organization, seen at `now`: the clock that tells which pending seats are expired. */
export interface SeatQuery {
  readonly organizationId: OrganizationId
  readonly scope: SeatScope
  /** Null for seats of any status. */
  readonly status: StatusFilter | null
  readonly now: Instant
}

/** A seat and the pool that it is in. */
export interface SeatItem {
  readonly seat: Seat
  readonly pool: Pool
}

/** What follows a cursor. `next` is the cursor of what follows this, null at the end of the list. */
export interface SeatSlice {
  readonly items: readonly SeatItem[]
  readonly next: string | null
}

/** The item of a row; a copy of the two pointers, as the row itself changes. */
export const seatItem = ({ seat, pool }: SeatRow): SeatItem => ({ seat, pool: pool.facts })

/**
 * One page of seats, oldest first by (`assignedAt`, id). A scope that does not exist in this organization is an empty
 * list. Costs the same for any page of any number of seats. Left when `page` or `limit` is out of range.
 */
export const listSeats = (
  index: Tenants,
  query: SeatQuery,
  page: PageRequest,
): E.Either<BadPaging, Page<SeatItem>> => pageOf(rowsOf(index, query), page, seatItem)

/**
 * The seats that follow `cursor`, oldest first; null begins at the start. A seat that is added or leaves meanwhile makes
 * no other seat appear twice or not at all. A cursor is a place in time and fits every query. Left when it is broken or
 * `limit` is out of range.
 */
export const seatsAfter = (
  index: Tenants,
  query: SeatQuery,
  { cursor, limit }: { readonly cursor: string | null; readonly limit: number },
): E.Either<BadPaging, SeatSlice> => {
  if (!isLimit(limit)) return badPaging('limit')
  const key = cursor === null ? null : parseCursor(cursor)
  if (key === undefined) return badPaging('cursor')
  const rows = rowsOf(index, query)
  const found = rows?.slice(key === null ? 0 : rankAfter(rows, key), limit + 1) ?? []
  const items = found.slice(0, limit).map(seatItem)
  const last = items.at(-1)
  return E.right({ items, next: found.length > limit && last !== undefined ? cursorOf(last.seat) : null })
}

const rankAfter = (rows: RankedList<SeatRow>, key: SeatKey): number => {
  const second = secondOf(key.assignedAt)
  return rows.countLeading(
    (row) =>
      (row.second - second ||
        compareText(row.seat.assignedAt, key.assignedAt) ||
        compareText(row.seat.id, key.id)) <= 0,
  )
}

const rowsOf = (
  index: Tenants,
  { organizationId, scope, status, now }: SeatQuery,
): RankedList<SeatRow> | undefined => {
  const tenant = index.tenants.get(organizationId)
  return tenant === undefined ? undefined : setOf(tenant, scope)?.select(status, now)
}

const setOf = (tenant: Tenant, scope: SeatScope): SeatSet | undefined => {
  switch (scope.by) {
    case 'pool':
      return tenant.pools.get(scope.poolId)?.seats
    case 'owner':
      return tenant.owners.get(scope.customerId)?.seats
    case 'holder':
      return tenant.holders.get(scope.customerId)?.seats
    case 'email':
      return tenant.emails.get(scope.email)
  }
}
