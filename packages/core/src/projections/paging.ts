import * as E from 'fp-ts/lib/Either.js'
import type { RankedList } from './ranked-list.js'

/** The most items on one page. */
export const MAX_LIMIT = 100

/** Which page: `page` from 1, with `limit` items, 1 to `MAX_LIMIT`; whole numbers. */
export interface PageRequest {
  readonly page: number
  readonly limit: number
}

/** One page of a list. Beyond the end it has no items and the true totals. */
export interface Page<Item> {
  readonly items: readonly Item[]
  /** Items on all pages. */
  readonly total: number
  /** The number of the last page; 0 when there are no items. */
  readonly maxPage: number
}

/** A page, limit or cursor that cannot be. */
export interface BadPaging {
  readonly _tag: 'BadPaging'
  readonly field: 'page' | 'limit' | 'cursor'
}

/** Says which field of a page request is out of range. */
export const badPaging = (field: BadPaging['field']): E.Either<BadPaging, never> =>
  E.left({ _tag: 'BadPaging', field })

/** Whether a limit may be asked for. */
export const isLimit = (limit: number): boolean => isWhole(limit) && limit <= MAX_LIMIT

const isWhole = (value: number): boolean => Number.isSafeInteger(value) && value >= 1

/** Cuts a page out of a list; costs the same on the first page and the last. */
export const pageOf = <Row extends object, Item>(
  rows: RankedList<Row> | undefined,
  { page, limit }: PageRequest,
  itemOf: (row: Row) => Item,
): E.Either<BadPaging, Page<Item>> => {
  if (!isWhole(page)) return badPaging('page')
  if (!isLimit(limit)) return badPaging('limit')
  if (rows === undefined) return E.right({ items: [], total: 0, maxPage: 0 })
  const items = rows.slice((page - 1) * limit, limit).map(itemOf)
  return E.right({ items, total: rows.size, maxPage: Math.ceil(rows.size / limit) })
}
