import {
  type BadPaging,
  badPaging,
  cursorOf,
  isLimit,
  type Page,
  type PageRequest,
  parseCursor,
  type SeatItem,
  type SeatKey,
  type SeatQuery,
  type SeatSlice,
} from '@seat-ledger/core'
import * as E from 'fp-ts/lib/Either.js'
import type { SqlRow } from '../driver/driver.js'
import type { Database } from '../file/database.js'
import { pageOf } from './paging.js'
import { type Range, rangesOf } from './ranges.js'
import { numberIn, POOL_JSON, poolIn, SEAT_JSON, seatIn } from './rows.js'

/** One page of seats; see core's `listSeats`. The first items of a page are found by skipping those before them. */
export const listSeats = (
  database: Database,
  query: SeatQuery,
  page: PageRequest,
): E.Either<BadPaging, Page<SeatItem>> => {
  const ranges = rangesOf(database, query)
  return pageOf(
    page,
    () => countOf(database, ranges),
    (offset) => seatsIn(database, ranges, null, page.limit, offset),
  )
}

/** The seats that follow a cursor; see core's `seatsAfter`. Costs the same wherever the cursor stands. */
export const seatsAfter = (
  database: Database,
  query: SeatQuery,
  { cursor, limit }: { readonly cursor: string | null; readonly limit: number },
): E.Either<BadPaging, SeatSlice> => {
  if (!isLimit(limit)) return badPaging('limit')
  const key = cursor === null ? null : parseCursor(cursor)
  if (key === undefined) return badPaging('cursor')
  const found = seatsIn(database, rangesOf(database, query), key, limit + 1, 0)
  const items = found.slice(0, limit)
  const last = items.at(-1)
  return E.right({ items, next: found.length > limit && last !== undefined ? cursorOf(last.seat) : null })
}

const countOf = (database: Database, ranges: readonly Range[]): number =>
  ranges.reduce(
    (sum, { count, where, values }) =>
      sum +
      (count ?? numberIn(database.all(`SELECT count(*) AS n FROM seats WHERE ${where}`, ...values)[0], 'n')),
    0,
  )

/**
 * The seats of several index ranges, merged: each range comes sorted out of its index, and SQLite takes from them in
 * turn, no more than it needs.
 */
const seatsIn = (
  database: Database,
  ranges: readonly Range[],
  after: SeatKey | null,
  limit: number,
  offset: number,
): readonly SeatItem[] => {
  if (ranges.length === 0) return []
  const behind = after === null ? '' : ' AND (assigned_at, id) > (?, ?)'
  const key = after === null ? [] : [after.assignedAt, after.id]
  const parts = ranges.map(({ where }) => `SELECT key, assigned_at, id FROM seats WHERE ${where}${behind}`)
  const rows = database.all(
    `SELECT ${SEAT_JSON}, ${POOL_JSON} FROM (${parts.join(' UNION ALL ')} ORDER BY 2, 3 LIMIT ? OFFSET ?) AS found
      JOIN seats AS s ON s.key = found.key JOIN pools AS p ON p.key = s.pool ORDER BY s.assigned_at, s.id`,
    ...ranges.flatMap(({ values }) => [...values, ...key]),
    limit,
    offset,
  )
  return rows.map(seatItem)
}

/** The seat and the pool of a joined row. */
export const seatItem = (row: SqlRow): SeatItem => ({ seat: seatIn(row), pool: poolIn(row) })
