/** Every kind of message. The first three go to each endpoint unless it asks for others; the rest only on request. */
export const MESSAGE_TYPES = [
  'customer_seat.assigned',
  'customer_seat.claimed',
  'customer_seat.revoked',
  'customer_seat.invitation_resent',
  'customer_seat.invitation_expired',
  'seat_pool.capacity_changed',
  'seat_pool.closed',
] as const

/** One kind of message. */
export type MessageType = (typeof MESSAGE_TYPES)[number]

/** What an endpoint receives that asks for nothing in particular. */
export const DEFAULT_TYPES: readonly MessageType[] = MESSAGE_TYPES.slice(0, 3)
