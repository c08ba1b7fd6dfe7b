import {
  brandedString,
  DEFAULT_TYPES,
  Instant,
  integer,
  MESSAGE_TYPES,
  nullable,
  oneOf,
  struct,
} from '@seat-ledger/core'
import type * as t from 'io-ts'
import { checked, type FieldRule } from './checked.js'
import { byPort, described, flag, listOf, text } from './codecs.js'
import { Pagination } from './seat.js'

/*
 * Endpoints of webhooks, their deliveries, and what can be asked of them.
 */

export const MessageTypeCodec = oneOf('MessageType', MESSAGE_TYPES)

const number = integer('DeliveryNumber', 0, Number.MAX_SAFE_INTEGER)
const count = integer('Count', 0, Number.MAX_SAFE_INTEGER)

const fields = {
  url: described(
    brandedString('WebhookUrl', () => true, 'must be a URL', { format: 'uri', maxLength: 2_000 }),
    'Where messages are posted to: https, at a public address unless the server allows others.',
  ),
  types: described(
    listOf(MessageTypeCodec, 1),
    `Which messages are sent; ${DEFAULT_TYPES.join(', ')} when left out.`,
  ),
  description: described(
    brandedString('Description', () => true, 'must be text', { maxLength: 200 }),
    'A note for people, on one line.',
  ),
}

/** Checked by the port: where messages may go is its policy, and all faults are told at once. */
export const WebhookEndpointCreate = byPort(
  struct(
    'WebhookEndpointCreate',
    { url: fields.url },
    { types: fields.types, description: fields.description },
  ),
)

/** Checked by the port too. */
export const WebhookEndpointChange = byPort(
  struct(
    'WebhookEndpointChange',
    {},
    {
      ...fields,
      paused: described(
        flag,
        '`true` keeps messages back, `false` sends them and brings back a disabled endpoint.',
      ),
    },
  ),
)

const SigningSecret = struct('WebhookSecret', {
  secret: described(text, '`whsec_…`, as Standard Webhooks has it.'),
  valid_until: described(nullable(Instant), 'Null for the newest.'),
})

export const WebhookEndpointBody = struct('WebhookEndpoint', {
  id: text,
  organization_id: text,
  url: text,
  types: listOf(MessageTypeCodec),
  description: text,
  status: described(
    oneOf('WebhookEndpointStatus', ['active', 'paused', 'disabled']),
    '`disabled` by a receiver that answered 410. Messages wait meanwhile.',
  ),
  created_at: Instant,
  secrets: described(
    nullable(listOf(SigningSecret)),
    'The newest first; only in the answers to create, rotate and read, and only for who may write.',
  ),
})
export type WebhookEndpointBody = t.OutputOf<typeof WebhookEndpointBody>

export const WebhookEndpointList = struct('WebhookEndpointList', {
  items: described(listOf(WebhookEndpointBody), 'One page, oldest first.'),
  pagination: Pagination,
})

export const Outcome = oneOf('WebhookOutcome', ['delivered', 'failed', 'gone', 'too-large'])

const Delivery = struct('WebhookDelivery', {
  number: described(number, 'Its number in the log of the endpoint, from 0.'),
  message_id: described(text, 'The `webhook-id`: the same for every try of one message.'),
  type: described(text, 'The type of the message, or `ping`.'),
  pool_id: nullable(text),
  sequence: nullable(count),
  attempt: count,
  replayed: described(flag, 'Whether somebody asked for it to be sent again.'),
  outcome: Outcome,
  status: described(nullable(count), 'What the receiver answered; null when it did not.'),
  detail: described(text, 'What went wrong, or the beginning of the answer.'),
  duration_ms: count,
  at: Instant,
})
export type DeliveryBody = t.OutputOf<typeof Delivery>

export const DeliveryList = struct('WebhookDeliveryList', {
  items: described(
    listOf(Delivery),
    'Newest first. With a filter a page may be short and still have a `next_before`.',
  ),
  next_before: described(nullable(number), 'What to ask for next; null at the end.'),
})

const Parked = struct('WebhookParkedMessage', {
  about: described(
    oneOf('WebhookParkedAbout', ['event', 'expiry']),
    'What the message tells of: an event, or the expiry of the invitation that the event made.',
  ),
  pool_id: text,
  sequence: described(count, 'The `sequence` of the message.'),
  tries: count,
  detail: described(text, 'What went wrong at the last try.'),
  at: Instant,
})
export type ParkedBody = t.OutputOf<typeof Parked>

export const ParkedList = struct('WebhookParkedList', {
  items: described(listOf(Parked), 'One page, in the order in which they were given up.'),
  pagination: Pagination,
})

/** The most deliveries that one replay may span. */
const MAX_REPLAY = 1_000

const oneChoice: FieldRule = ({ delivery, from, to, parked }) => {
  const choices = [delivery !== undefined, from !== undefined || to !== undefined, parked === true]
  if (choices.filter(Boolean).length !== 1)
    return 'must have exactly one of delivery, from with to, and parked'
  if (delivery !== undefined || parked === true) return undefined
  if (typeof from !== 'number' || typeof to !== 'number') return 'must have both from and to'
  return to < from || to - from >= MAX_REPLAY ? `must span 1 to ${MAX_REPLAY} deliveries` : undefined
}

export const WebhookReplay = checked(
  struct(
    'WebhookReplay',
    {},
    {
      delivery: described(number, 'The number of one delivery.'),
      from: described(number, `The first of up to ${MAX_REPLAY} deliveries.`),
      to: described(number, 'The last of them.'),
      parked: described(flag, '`true` for all messages that were given up.'),
    },
  ),
  oneChoice,
)

export const ReplayBody = struct('WebhookReplayResult', {
  messages: described(count, 'How many messages are sent again.'),
})

export const PingBody = struct('WebhookPingResult', {
  delivered: flag,
  detail: described(text, 'What went wrong; empty when it was delivered.'),
})
