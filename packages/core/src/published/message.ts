import type { LedgerEvent, RevocationCause } from '../domain/events.js'
import { type Ledger, liveSeats, type Seat } from '../domain/ledger.js'
import type { LedgerRecord } from '../stored/record.js'
import type { MessageType } from './message-types.js'
import { type PublishedPool, publishedPool } from './pool-body.js'
import { type PublishedSeat, publishedSeat } from './seat-body.js'

/** What the outside is told of something that happened: the body of a webhook, before it is signed, and of the event feed. */
export interface Message {
  readonly type: MessageType
  /** When it happened: ISO 8601, UTC. */
  readonly timestamp: string
  /** The seat or the pool as it was right after the event. Never an invitation token. */
  readonly data: PublishedSeat | PublishedPool
  /** The event's revision in its pool's ledger: grows by one or more from message to message of one pool. */
  readonly sequence: number
  readonly event_id: string
  readonly actor: { readonly kind: string; readonly id: string }
  readonly reason: string | null
  /** Only in `customer_seat.revoked`: who held the seat when it ended; null when nobody had claimed it. */
  readonly holder?: { readonly customer_id: string; readonly email: string | null } | null
  /** Only in `customer_seat.revoked`: why the seat ended. */
  readonly cause?: RevocationCause
}

/**
 * The types of the messages that a record leads to: one, or none. An immediate claim is `claimed` only, as its Assigned
 * has no invitation. That an invitation expires is no event: see `expiryMessage`.
 */
export const messageTypes = (event: LedgerEvent): readonly MessageType[] => {
  switch (event.type) {
    case 'PoolOpened':
      return []
    case 'CapacityChanged':
      return ['seat_pool.capacity_changed']
    case 'PoolClosed':
      return ['seat_pool.closed']
    case 'Assigned':
      return event.invitation === null ? [] : ['customer_seat.assigned']
    case 'InvitationResent':
      return ['customer_seat.invitation_resent']
    case 'Claimed':
      return ['customer_seat.claimed']
    case 'Revoked':
      return ['customer_seat.revoked']
  }
}

/** The id of the message of a record, the same wherever and however often it is told: the `webhook-id`. */
export const messageId = (eventId: string): string => `msg_${eventId}`

/** The message of one type that a record leads to; `ledger` is the state right after it. */
export const messageOf = (type: MessageType, record: LedgerRecord, ledger: Ledger): Message | undefined => {
  const { event, metadata, revision, id } = record
  const { pool } = ledger
  if (pool === null) return undefined
  const seat = 'seatId' in event ? ledger.seats.get(event.seatId) : undefined
  const data =
    'seatId' in event ? seat && publishedSeat(seat, pool) : publishedPool(pool, liveSeats(ledger), revision)
  if (data === undefined) return undefined
  return {
    type,
    timestamp: event.at,
    data,
    sequence: revision,
    event_id: id,
    actor: { kind: metadata.actor.kind, id: metadata.actor.id },
    reason: metadata.reason ?? null,
    ...(event.type === 'Revoked' ? { holder: holderOf(seat), cause: event.cause } : {}),
  }
}

const holderOf = (seat: Seat | undefined): Exclude<Message['holder'], undefined> =>
  seat?.status === 'revoked' && seat.holder !== null
    ? { customer_id: seat.holder.customerId, email: seat.holder.email }
    : null
