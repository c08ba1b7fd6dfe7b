import * as E from 'fp-ts/lib/Either.js'
import { NoBody } from '../../wire/codecs.js'
import { NoFields, PortalListQuery } from '../../wire/requests.js'
import { seatBody } from '../../wire/seat.js'
import { SeatListBody } from '../../wire/seat-list.js'
import { type Answer, customerEndpoint } from '../endpoint.js'
import { isPaged, listBody, type Paging, pageRequest } from '../seat-lists.js'
import { listOfPool } from '../seats/list.js'
import { sourceOf } from '../seats/target.js'
import { type PoolView, viewPool } from './target.js'

export const listOwnSeats = customerEndpoint(
  {
    operationId: 'listPortalSeats',
    method: 'GET',
    path: '/v1/customer-portal/seats',
    tag: 'Customer portal',
    summary: 'List seats as a customer',
    description:
      'The owner of the pool sees all of its seats. Who holds a seat of it sees their own, and no figures of the pool.',
    access: { kind: 'customer', need: 'read' },
    inputs: { path: NoFields, query: PortalListQuery, body: NoBody },
    replies: { 200: SeatListBody, 304: null },
    errors: [400, 404],
  },
  async ({ caller, services, query, ifNoneMatch, arrival }) => {
    arrival.about.organizationId = caller.organization.id
    const source = sourceOf(query)
    if (source === undefined) {
      return E.left({ _tag: 'SelectorMissing', detail: 'One of subscription_id and order_id is needed.' })
    }
    const view = await viewPool(services, caller, source)
    if (E.isLeft(view)) return view
    if (view.right.as === 'holder') return holderList(view.right, query)
    const known = query.status === 'expired' ? null : ifNoneMatch
    return listOfPool(services, view.right.pool, query, caller.tokenKeys, known)
  },
)

/** A holder has a handful of seats at most, so they are cut here. */
const holderList = (
  { seats }: Extract<PoolView, { as: 'holder' }>,
  query: Paging & { readonly status?: string },
): Answer => {
  // What was claimed once is not pending, so none of these seats is expired.
  const wanted = seats.filter(({ seat }) => query.status === undefined || seat.status === query.status)
  const all = wanted.map(({ seat, pool }) => seatBody(seat, pool, null))
  const { page, limit } = pageRequest(query)
  const items = all.slice((page - 1) * limit, page * limit)
  const totals = { available: 0, total: seats.length }
  const pages = { total: all.length, maxPage: Math.ceil(all.length / limit) }
  return E.right({ status: 200, body: listBody(pages, items, isPaged(query) ? items : all, totals) })
}
