import { parseLedgerStream } from '@seat-ledger/core'
import type { WebhookDelivery, WebhookEndpoint, WebhookParked, WebhookService } from '../../ports/webhooks.js'
import type { DeliveryBody, ParkedBody, WebhookEndpointBody } from '../../wire/webhooks.js'

/** An endpoint for everybody who may read it. */
export const endpointBody = (endpoint: WebhookEndpoint): WebhookEndpointBody => ({
  id: endpoint.id,
  organization_id: endpoint.organizationId,
  url: endpoint.url,
  types: endpoint.types,
  description: endpoint.description,
  status: endpoint.status,
  created_at: endpoint.createdAt,
  secrets: null,
})

/**
 * An endpoint with its secrets. They are derived, not stored, so who may rotate them may as well read them again: a
 * receiver that lost its secret need not be given a new one.
 */
export const secretEndpointBody = (
  webhooks: WebhookService,
  endpoint: WebhookEndpoint,
): WebhookEndpointBody => {
  const secrets = webhooks.signingSecrets(endpoint)
  return {
    ...endpointBody(endpoint),
    secrets: secrets.map(({ secret, until }) => ({ secret, valid_until: until })),
  }
}

/** A delivery. */
export const deliveryBody = (delivery: WebhookDelivery): DeliveryBody => {
  const pool = parseLedgerStream(delivery.stream)
  return {
    number: delivery.number,
    message_id: delivery.messageId,
    type: delivery.messageType,
    pool_id: pool?.poolId ?? null,
    sequence: pool === undefined ? null : delivery.revision,
    attempt: delivery.attempt,
    replayed: delivery.replayed,
    outcome: delivery.outcome,
    status: delivery.status,
    detail: delivery.detail,
    duration_ms: delivery.durationMs,
    at: delivery.at,
  }
}

/** A message that was given up. */
export const parkedBody = (parked: WebhookParked): ParkedBody => ({
  about: parked.about ?? 'event',
  pool_id: parseLedgerStream(parked.stream)?.poolId ?? '',
  sequence: parked.revision,
  tries: parked.tries,
  detail: parked.detail,
  at: parked.at,
})

/** One page of a list that is at hand. */
export const pageOf = <Item>(
  items: readonly Item[],
  { page = 1, limit = 10 }: { readonly page?: number; readonly limit?: number },
) => ({
  items: items.slice((page - 1) * limit, page * limit),
  pagination: { total_count: items.length, max_page: Math.ceil(items.length / limit) },
})
