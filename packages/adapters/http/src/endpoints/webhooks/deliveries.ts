import * as E from 'fp-ts/lib/Either.js'
import { type Failure, notFound } from '../../failures/failures.js'
import type { WebhookDelivery, WebhookPlace } from '../../ports/webhooks.js'
import { NoBody } from '../../wire/codecs.js'
import { DeliveryQuery, EndpointPath, WebhookPageQuery, WebhookQuery } from '../../wire/webhook-requests.js'
import { DeliveryList, ParkedList, PingBody, ReplayBody, WebhookReplay } from '../../wire/webhooks.js'
import { staffEndpoint } from '../endpoint.js'
import { deliveryBody, pageOf, parkedBody } from './bodies.js'
import { webhookFailure } from './failures.js'
import { type EndpointTarget, findEndpoint } from './target.js'

/** How much of a log is looked at for one filtered page. */
const STEP = 100
const STEPS = 10

export const listWebhookDeliveries = staffEndpoint(
  {
    operationId: 'listWebhookDeliveries',
    method: 'GET',
    path: '/v1/webhooks/endpoints/{endpoint_id}/deliveries',
    tag: 'Webhooks',
    summary: 'List deliveries',
    description: 'Every try to deliver a message, newest first.',
    access: { kind: 'organization', need: 'webhooks' },
    inputs: { path: EndpointPath, query: DeliveryQuery, body: NoBody },
    replies: { 200: DeliveryList },
    errors: [501],
  },
  async (call) => {
    const target = await findEndpoint(call, call.path.endpoint_id)
    if (E.isLeft(target)) return target
    const { outcome, type, limit = 10, before = null } = call.query
    const wanted = (delivery: WebhookDelivery): boolean =>
      (outcome === undefined || delivery.outcome === outcome) &&
      (type === undefined || delivery.messageType === type)
    const isFiltered = outcome !== undefined || type !== undefined
    const found = await collect(target.right, { before, limit, step: isFiltered ? STEP : limit, wanted })
    if (E.isLeft(found)) return found
    const { deliveries, next } = found.right
    return E.right({ status: 200, body: { items: deliveries.map(deliveryBody), next_before: next } })
  },
)

interface Wanted {
  readonly before: number | null
  readonly limit: number
  readonly step: number
  readonly wanted: (delivery: WebhookDelivery) => boolean
}

/** Looks at so many deliveries and no more; `next` then goes on behind the last one that was looked at. */
const collect = async (
  { webhooks, organizationId, endpoint }: EndpointTarget,
  { before, limit, step, wanted }: Wanted,
): Promise<
  E.Either<Failure, { readonly deliveries: readonly WebhookDelivery[]; readonly next: number | null }>
> => {
  const deliveries: WebhookDelivery[] = []
  let next = before
  for (let steps = 0; steps < STEPS; steps++) {
    const page = await webhooks.deliveries(organizationId, endpoint.id, { before: next, limit: step })
    if (E.isLeft(page)) return E.left(webhookFailure(page.left))
    for (const delivery of page.right.deliveries) {
      if (!wanted(delivery)) continue
      if (deliveries.length === limit) return E.right({ deliveries, next: delivery.number + 1 })
      deliveries.push(delivery)
    }
    next = page.right.next
    if (next === null || deliveries.length === limit) break
  }
  return E.right({ deliveries, next })
}

export const listParkedMessages = staffEndpoint(
  {
    operationId: 'listParkedMessages',
    method: 'GET',
    path: '/v1/webhooks/endpoints/{endpoint_id}/parked',
    tag: 'Webhooks',
    summary: 'List messages that were given up',
    description: 'After the last try a message is put aside, never dropped; `replay` sends it again.',
    access: { kind: 'organization', need: 'webhooks' },
    inputs: { path: EndpointPath, query: WebhookPageQuery, body: NoBody },
    replies: { 200: ParkedList },
    errors: [501],
  },
  async (call) => {
    const target = await findEndpoint(call, call.path.endpoint_id)
    if (E.isLeft(target)) return target
    const { webhooks, organizationId, endpoint } = target.right
    const parked = await webhooks.parkedOf(organizationId, endpoint.id)
    if (E.isLeft(parked)) return E.left(webhookFailure(parked.left))
    const { items, pagination } = pageOf(parked.right, call.query)
    return E.right({ status: 200, body: { items: items.map(parkedBody), pagination } })
  },
)

export const replayWebhookMessages = staffEndpoint(
  {
    operationId: 'replayWebhookMessages',
    method: 'POST',
    path: '/v1/webhooks/endpoints/{endpoint_id}/replay',
    tag: 'Webhooks',
    summary: 'Send messages again',
    description:
      'Those of one delivery, of a range, or all that were given up; each once, under its old id, in no particular order. Doing it twice sends twice, which receivers notice by the id.',
    access: { kind: 'organization', need: 'webhooks_write' },
    inputs: { path: EndpointPath, query: WebhookQuery, body: WebhookReplay },
    unkeyed: true,
    replies: { 202: ReplayBody },
    errors: [409, 501],
  },
  async (call) => {
    const target = await findEndpoint(call, call.path.endpoint_id)
    if (E.isLeft(target)) return target
    const { webhooks, organizationId, endpoint } = target.right
    const places = await placesOf(target.right, call.body)
    if (E.isLeft(places)) return places
    const begun = await webhooks.replay(organizationId, endpoint.id, places.right)
    if (E.isLeft(begun)) return E.left(webhookFailure(begun.left))
    return E.right({ status: 202, body: { messages: places.right.length } })
  },
)

interface Choice {
  readonly delivery?: number
  readonly from?: number
  readonly to?: number
}

const placesOf = async (
  { webhooks, organizationId, endpoint }: EndpointTarget,
  { delivery, from = delivery, to = delivery }: Choice,
): Promise<E.Either<Failure, readonly WebhookPlace[]>> => {
  if (from === undefined || to === undefined) {
    const parked = await webhooks.parkedOf(organizationId, endpoint.id)
    return E.isLeft(parked) ? E.left(webhookFailure(parked.left)) : parked
  }
  const places = await webhooks.placesOf(organizationId, endpoint.id, { from, to })
  if (E.isLeft(places)) return E.left(webhookFailure(places.left))
  return places.right.length === 0 ? E.left(notFound('Delivery')) : places
}

export const pingWebhookEndpoint = staffEndpoint(
  {
    operationId: 'pingWebhookEndpoint',
    method: 'POST',
    path: '/v1/webhooks/endpoints/{endpoint_id}/ping',
    tag: 'Webhooks',
    summary: 'Send a test message',
    description:
      'Once, now, whatever waits for the endpoint and also when it is paused. Answers what came of it.',
    access: { kind: 'organization', need: 'webhooks_write' },
    inputs: { path: EndpointPath, query: WebhookQuery, body: NoBody },
    unkeyed: true,
    replies: { 200: PingBody },
    errors: [501],
  },
  async (call) => {
    const target = await findEndpoint(call, call.path.endpoint_id)
    if (E.isLeft(target)) return target
    const { webhooks, organizationId, endpoint } = target.right
    const result = await webhooks.ping(organizationId, endpoint.id)
    if (E.isLeft(result)) return E.left(webhookFailure(result.left))
    const { delivered, detail } = result.right
    return E.right({ status: 200, body: { delivered, detail } })
  },
)
