import type { CustomerId } from '@seat-ledger/core'
import {
  type OrganizationId,
  ownerUsage,
  type Pool,
  poolById,
  poolsOfOwner,
  poolUsage,
} from '@seat-ledger/core'
import * as E from 'fp-ts/lib/Either.js'
import { etagOf, isKnown } from '../../call/preconditions.js'
import type { Failure } from '../../failures/failures.js'
import { NoBody } from '../../wire/codecs.js'
import { NoFields, SeatListQuery } from '../../wire/requests.js'
import { SeatListBody } from '../../wire/seat-list.js'
import { firstOf, type Staff } from '../callers.js'
import { type Answer, staffEndpoint } from '../endpoint.js'
import { notModified } from '../replies.js'
import { askAboutPool, EMPTY_LIST, listText, type Paging, seatListBody } from '../seat-lists.js'
import type { Services } from '../services.js'
import { findPool, sourceOf } from './target.js'

export const listSeatsOfPool = staffEndpoint(
  {
    operationId: 'listSeats',
    method: 'GET',
    path: '/v1/customer-seats',
    tag: 'Seats',
    summary: 'List seats',
    description:
      'The seats of a subscription, of an order, or of all pools of a customer; oldest first. At least one of the three is needed.',
    access: { kind: 'organization', need: 'read' },
    inputs: { path: NoFields, query: SeatListQuery, body: NoBody },
    replies: { 200: SeatListBody, 304: null },
    errors: [400, 404],
  },
  async ({ caller, services, query, ifNoneMatch, arrival }) => {
    const source = sourceOf(query)
    if (source === undefined) return listOfOwner(services, caller, query)
    const target = await findPool(services, caller, source)
    if (E.isLeft(target)) return target
    const { pool } = target.right
    arrival.about.organizationId = pool.organizationId
    if (query.customer_id !== undefined && query.customer_id !== pool.customerId) {
      return E.right({ status: 200, body: EMPTY_LIST })
    }
    return listOfPool(
      services,
      pool,
      query,
      caller.tokenKeys,
      query.status === 'expired' ? null : ifNoneMatch,
    )
  },
)

type Filter = Paging & { readonly status?: 'pending' | 'claimed' | 'revoked' | 'expired' }

/** The list of one pool, with its `ETag`. */
export const listOfPool = async (
  services: Services,
  { organizationId, id: poolId }: Pool,
  filter: Filter,
  tokenKeys: Services['keys'] | null,
  ifNoneMatch: string | null,
): Promise<Answer> => {
  const now = services.now()
  const list = await askAboutPool(services, organizationId, poolId, (index): Answer => {
    const revision = poolById(index, organizationId, poolId)?.revision ?? 0
    if (isKnown(ifNoneMatch, revision)) return notModified(revision)
    const usage = poolUsage(index, organizationId, poolId, now)
    const totals = { available: usage?.available ?? 0, total: usage?.capacity ?? 0 }
    const scope = { by: 'pool', poolId } as const
    const query = { organizationId, scope, status: filter.status ?? null, now }
    const body = seatListBody(index, query, filter, totals, tokenKeys)
    return E.right({ status: 200, body: listText(body), headers: { ETag: etagOf(revision) } })
  })
  return E.isLeft(list) ? list : list.right
}

const listOfOwner = async (
  services: Services,
  staff: Staff,
  query: Filter & { readonly customer_id?: CustomerId },
): Promise<Answer> => {
  const customerId = query.customer_id
  if (customerId === undefined) {
    return E.left({
      _tag: 'SelectorMissing',
      detail: 'One of subscription_id, order_id and customer_id is needed.',
    })
  }
  const organizationId = await organizationOfOwner(services, staff, customerId)
  if (E.isLeft(organizationId)) return organizationId
  if (organizationId.right === undefined) return E.right({ status: 200, body: EMPTY_LIST })
  const id = organizationId.right
  const now = services.now()
  const body = services.readModel.ask((index) => {
    const { available, capacity } = ownerUsage(index, id, customerId, now)
    const scope = { by: 'owner', customerId } as const
    const wanted = { organizationId: id, scope, status: query.status ?? null, now }
    return seatListBody(index, wanted, query, { available, total: capacity }, staff.tokenKeys)
  })
  return E.right({ status: 200, body: listText(body) })
}

/** The first of the caller's organizations in which the customer owns a pool. */
export const organizationOfOwner = async (
  { readModel }: Services,
  staff: Staff,
  customerId: CustomerId,
): Promise<E.Either<Failure, OrganizationId | undefined>> => {
  const first = await firstOf(staff, async (organizationId) => {
    const pools = await readModel.askAfter((index) =>
      poolsOfOwner(index, organizationId, customerId, { page: 1, limit: 1 }),
    )
    if (E.isLeft(pools)) return pools
    return E.right(E.isRight(pools.right) && pools.right.right.total > 0 ? organizationId : undefined)
  })
  return E.isLeft(first) ? first : E.right(first.right?.found)
}
