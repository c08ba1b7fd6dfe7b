import {
  type Ledger,
  type LedgerEvent,
  type LedgerRecord,
  liveSeats,
  type PublishedPool,
  type PublishedSeat,
  publishedPool,
  publishedSeat,
  type Seat,
} from '@seat-ledger/core'
import type { MessageType } from './message-types.js'

/** A message as its receivers get it, before it is signed. */
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
}

/**
 * The type of the message that a record leads to; undefined when none. An immediate claim is `claimed` only, as its
 * Assigned has no invitation; a seat that was released because its invitation had expired tells both.
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
      return event.cause === 'expired'
        ? ['customer_seat.invitation_expired', 'customer_seat.revoked']
        : ['customer_seat.revoked']
  }
}

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
    ...(type === 'customer_seat.revoked' ? { holder: holderOf(seat) } : {}),
  }
}

const holderOf = (seat: Seat | undefined): Exclude<Message['holder'], undefined> =>
  seat?.status === 'revoked' && seat.holder !== null
    ? { customer_id: seat.holder.customerId, email: seat.holder.email }
    : null
