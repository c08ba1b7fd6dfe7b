import { ownerUsage, poolById, poolUsage } from '@seat-ledger/core'
import * as E from 'fp-ts/lib/Either.js'
import { etagOf } from '../../call/preconditions.js'
import { notFound } from '../../failures/failures.js'
import { NoBody } from '../../wire/codecs.js'
import { UsageBody, usageBody } from '../../wire/pool.js'
import { NoFields, UsageQuery } from '../../wire/requests.js'
import { type Answer, staffEndpoint } from '../endpoint.js'
import { askAboutPool } from '../seat-lists.js'
import { organizationOfOwner } from './list.js'
import { findPool, sourceOf } from './target.js'

export const seatUsage = staffEndpoint(
  {
    operationId: 'seatUsage',
    method: 'GET',
    path: '/v1/customer-seats/usage',
    tag: 'Seats',
    summary: 'Seat usage',
    description: 'How far the seats of a subscription, an order, or all open pools of a customer are used.',
    access: { kind: 'organization', need: 'read' },
    inputs: { path: NoFields, query: UsageQuery, body: NoBody },
    replies: { 200: UsageBody },
    errors: [400, 404],
  },
  async ({ caller, services, query, arrival }): Promise<Answer> => {
    const now = services.now()
    const source = sourceOf(query)
    const customerId = query.customer_id
    if (source !== undefined) {
      const target = await findPool(services, caller, source)
      if (E.isLeft(target)) return target
      const { organizationId, id, customerId: owner } = target.right.pool
      arrival.about.organizationId = organizationId
      if (customerId !== undefined && customerId !== owner) {
        return E.left(notFound(source.kind === 'subscription' ? 'Subscription' : 'Order'))
      }
      const asked = await askAboutPool(services, organizationId, id, (index) => ({
        found: poolById(index, organizationId, id),
        usage: poolUsage(index, organizationId, id, now),
      }))
      if (E.isLeft(asked)) return asked
      const { found, usage } = asked.right
      if (found === undefined || usage === undefined) return E.left(notFound('Pool'))
      return E.right({
        status: 200,
        body: usageBody(found.pool, usage),
        headers: { ETag: etagOf(found.revision) },
      })
    }
    if (customerId === undefined) {
      return E.left({
        _tag: 'SelectorMissing',
        detail: 'One of subscription_id, order_id and customer_id is needed.',
      })
    }
    const organizationId = await organizationOfOwner(services, caller, customerId)
    if (E.isLeft(organizationId)) return organizationId
    const id = organizationId.right ?? caller.organizations[0]?.id
    if (id === undefined) return E.left(notFound('Pool'))
    const usage = services.readModel.ask((index) => ownerUsage(index, id, customerId, now))
    return E.right({ status: 200, body: usageBody({ organizationId: id, customerId }, usage) })
  },
)
