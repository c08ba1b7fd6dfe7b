import {
  type BadPaging,
  listSeats,
  MAX_LIMIT,
  type OrganizationId,
  type Page,
  type SeatDirectory,
  type SeatItem,
  type SeatQuery,
  seatsAfter,
} from '@seat-ledger/core'
import * as E from 'fp-ts/lib/Either.js'
import { JsonText } from '../call/response.js'
import type { Failure } from '../failures/failures.js'
import { type SeatBody, seatBody } from '../wire/seat.js'
import type { SeatListBody } from '../wire/seat-list.js'
import type { Services } from './services.js'

/** Which page; both undefined for the whole list. */
export interface Paging {
  readonly page?: number
  readonly limit?: number
}

/** The figures beside a list. */
export interface Totals {
  readonly available: number
  readonly total: number
}

const DEFAULT_LIMIT = 10

/** Whether a page was asked for, and not the whole. */
export const isPaged = ({ page, limit }: Paging): boolean => page !== undefined || limit !== undefined

/** The page asked for, or the first. */
export const pageRequest = ({ page, limit }: Paging): { readonly page: number; readonly limit: number } => ({
  page: page ?? 1,
  limit: limit ?? DEFAULT_LIMIT,
})

/** A list as the read model has it now. Ask for it inside one question, so that its parts fit together. */
export const seatListBody = (
  index: SeatDirectory,
  query: SeatQuery,
  paging: Paging,
  totals: Totals,
  tokenKeys: Services['keys'] | null,
): SeatListBody => {
  const page = orThrow(listSeats(index, query, pageRequest(paging)))
  const write = ({ seat, pool }: SeatItem): SeatBody => seatBody(seat, pool, tokenKeys)
  const items = page.items.map(write)
  return listBody(
    page,
    items,
    isPaged(paging) ? items : wholeOf(index, query, items.length === page.total, items, write),
    totals,
  )
}

/** A list that has both shapes. */
export const listBody = (
  { total, maxPage }: Pick<Page<unknown>, 'total' | 'maxPage'>,
  items: readonly SeatBody[],
  seats: readonly SeatBody[],
  totals: Totals,
): SeatListBody => ({
  items,
  pagination: { total_count: total, max_page: maxPage },
  seats,
  available_seats: totals.available,
  total_seats: totals.total,
})

/** Writes a list; where `seats` are the `items`, which they are for every pool of one page, they are written once. */
export const listText = (list: SeatListBody): JsonText | SeatListBody => {
  if (list.seats !== list.items) return list
  const items = JSON.stringify(list.items)
  const { pagination, available_seats, total_seats } = list
  const rest = JSON.stringify({ pagination, available_seats, total_seats })
  return new JsonText(`{"items":${items},"seats":${items},${rest.slice(1)}`)
}

const wholeOf = (
  index: SeatDirectory,
  query: SeatQuery,
  isWhole: boolean,
  items: readonly SeatBody[],
  write: (item: SeatItem) => SeatBody,
): readonly SeatBody[] => (isWhole ? items : allSeats(index, query).map(write))

/** Every seat of a query, oldest first. */
export const allSeats = (index: SeatDirectory, query: SeatQuery): readonly SeatItem[] => {
  const all: SeatItem[] = []
  let cursor: string | null = null
  do {
    const slice: E.Either<BadPaging, { items: readonly SeatItem[]; next: string | null }> = seatsAfter(
      index,
      query,
      {
        cursor,
        limit: MAX_LIMIT,
      },
    )
    const { items, next } = orThrow(slice)
    all.push(...items)
    cursor = next
  } while (cursor !== null)
  return all
}

/** Pages were checked when the request was read. */
const orThrow = <Value>(result: E.Either<BadPaging, Value>): Value => {
  if (E.isLeft(result)) throw new Error(`a ${result.left.field} that was checked is refused`)
  return result.right
}

/** What a filter that nothing can meet gives. */
export const EMPTY_LIST: SeatListBody = Object.freeze({
  items: [],
  pagination: { total_count: 0, max_page: 0 },
  seats: [],
  available_seats: 0,
  total_seats: 0,
})

/** Asks after everything is shown that the ledger of this pool holds by now, whoever wrote it. */
export const askAboutPool = async <Answer>(
  { ledger, readModel }: Services,
  organizationId: OrganizationId,
  poolId: string,
  question: (index: SeatDirectory) => Answer,
): Promise<E.Either<Failure, Answer>> => {
  const pool = await ledger.pool({ organizationId, poolId })()
  return E.isLeft(pool) ? pool : readModel.askAfter(question, pool.right.position)
}
