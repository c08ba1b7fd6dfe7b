import { MAX_LIMIT, MESSAGE_TYPES, OrganizationId, oneOf, struct } from '@seat-ledger/core'
import { QueryList } from './audit-codecs.js'
import { described, queryInteger, text } from './codecs.js'
import { MessageTypeCodec, Outcome } from './webhooks.js'

/*
 * Paths and queries of webhooks and of the event feed.
 */

const organization_id = described(
  OrganizationId,
  'Which organization is meant; needed for a token of several.',
)
const page = described(queryInteger('Page', 1, Number.MAX_SAFE_INTEGER), 'From 1; 1 when left out.')
const limit = described(queryInteger('Limit', 1, MAX_LIMIT), 'Items on a page; 10 when left out.')

export const EndpointPath = struct('WebhookEndpointPath', { endpoint_id: text })

export const WebhookQuery = struct('WebhookQuery', {}, { organization_id })

export const WebhookPageQuery = struct('WebhookPageQuery', {}, { page, limit, organization_id })

export const DeliveryQuery = struct(
  'WebhookDeliveryQuery',
  {},
  {
    before: described(
      queryInteger('DeliveryNumber', 0, Number.MAX_SAFE_INTEGER),
      'Only deliveries with a lower number: the `next_before` of the page before.',
    ),
    limit,
    outcome: described(Outcome, 'Only deliveries of this outcome.'),
    type: described(oneOf('DeliveryType', [...MESSAGE_TYPES, 'ping']), 'Only messages of this type.'),
    organization_id,
  },
)

/** The most messages on one page of the event feed. */
const MAX_MESSAGES = 1_000

export const EventsQuery = struct(
  'EventsQuery',
  {},
  {
    after: described(text, 'The `after` of the page before; from the beginning when left out.'),
    limit: described(queryInteger('MessageLimit', 1, MAX_MESSAGES), 'Messages on a page; 100 when left out.'),
    types: described(
      new QueryList(MessageTypeCodec),
      'Only messages of these types, with commas in between.',
    ),
    organization_id,
  },
)
