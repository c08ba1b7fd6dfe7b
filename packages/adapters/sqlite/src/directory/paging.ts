import { type BadPaging, badPaging, isLimit, type Page, type PageRequest } from '@seat-ledger/core'
import * as E from 'fp-ts/lib/Either.js'

/** One page of a list whose length is known, or cheaply counted. Reads nothing for a page beyond the end. */
export const pageOf = <Item>(
  { page, limit }: PageRequest,
  count: () => number,
  itemsFrom: (offset: number) => readonly Item[],
): E.Either<BadPaging, Page<Item>> => {
  if (!Number.isSafeInteger(page) || page < 1) return badPaging('page')
  if (!isLimit(limit)) return badPaging('limit')
  const total = count()
  const offset = (page - 1) * limit
  return E.right({ items: offset < total ? itemsFrom(offset) : [], total, maxPage: Math.ceil(total / limit) })
}
