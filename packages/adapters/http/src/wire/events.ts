import { Actor, Instant, integer, nullable, oneOf, RevocationCause, struct } from '@seat-ledger/core'
import { anyObject } from './audit-codecs.js'
import { described, flag, listOf, text } from './codecs.js'
import { MessageTypeCodec } from './webhooks.js'

const Holder = struct('MessageHolder', { customer_id: text, email: nullable(text) })

/** A message of the event feed: the body of the webhook, with its `webhook-id` beside. */
const MessageBody = struct(
  'Message',
  {
    id: described(text, 'The `webhook-id` of the same message.'),
    type: MessageTypeCodec,
    timestamp: Instant,
    data: described(
      anyObject,
      'The seat (`CustomerSeat` without its invitation token) or the pool (`SeatPool`) as it was right after the event.',
    ),
    sequence: described(
      integer('Count', 0, Number.MAX_SAFE_INTEGER),
      "The event's revision in its pool: grows from message to message of one pool.",
    ),
    event_id: text,
    actor: struct('MessageActor', { kind: oneOf('ActorKind', Actor.required.kind.values), id: text }),
    reason: nullable(text),
  },
  {
    holder: described(nullable(Holder), 'Only in `customer_seat.revoked`: who held the seat.'),
    cause: described(
      oneOf('MessageCause', RevocationCause.values),
      'Only in `customer_seat.revoked`: why the seat ended.',
    ),
  },
)

export const MessagesBody = struct('Messages', {
  items: described(
    listOf(MessageBody),
    'In the order of the log. A page may be short, or empty, and still have more behind it.',
  ),
  after: described(text, 'What to ask for next, now or later.'),
  has_more: described(flag, 'Whether to ask again at once.'),
})
