import { poolsHeldBy } from '@seat-ledger/core'
import * as E from 'fp-ts/lib/Either.js'
import { NoBody } from '../../wire/codecs.js'
import { NoFields, PageQuery } from '../../wire/requests.js'
import { SubscriptionList, subscriptionBody } from '../../wire/subscription.js'
import { customerEndpoint } from '../endpoint.js'
import { pageRequest } from '../seat-lists.js'

export const listHeldSubscriptions = customerEndpoint(
  {
    operationId: 'listHeldSubscriptions',
    method: 'GET',
    path: '/v1/customer-portal/seats/subscriptions',
    tag: 'Customer portal',
    summary: 'List the subscriptions whose seat the customer holds',
    description:
      'The subscriptions, and orders, in which the caller holds a claimed seat now; in the order in which their pools were opened.',
    access: { kind: 'customer', need: 'read' },
    inputs: { path: NoFields, query: PageQuery, body: NoBody },
    replies: { 200: SubscriptionList },
    errors: [],
  },
  async ({ caller, services, query, arrival }) => {
    const { organization, customerId } = caller
    arrival.about.organizationId = organization.id
    const held = await services.readModel.askAfter((index) =>
      poolsHeldBy(index, organization.id, customerId, pageRequest(query)),
    )
    if (E.isLeft(held)) return held
    if (E.isLeft(held.right)) throw new Error('a page that was checked is refused')
    const { items, total, maxPage } = held.right.right
    const facts = await Promise.all(items.map(({ pool }) => services.subscriptionFacts(pool)))
    const bodies = items.map(({ pool }, index) => subscriptionBody(pool, organization, facts[index] ?? {}))
    const pagination = { total_count: total, max_page: maxPage }
    return E.right({ status: 200, body: { items: bodies, pagination } })
  },
)
