import {
  Instant,
  type InvitationKeys,
  integer,
  invitationToken,
  nullable,
  oneOf,
  type Pool,
  publishedSeat,
  type Seat,
  SeatMetadata,
  struct,
} from '@seat-ledger/core'
import type * as t from 'io-ts'
import { described, text } from './codecs.js'

/** The person a seat is meant for, in the shape of the reference's client. */
const Member = struct('Member', {
  id: text,
  created_at: Instant,
  modified_at: nullable(Instant),
  customer_id: text,
  email: text,
  name: nullable(text),
  external_id: nullable(text),
  role: text,
})

/** A seat: every key always present, null where it has no value. */
export const SeatBody = struct('CustomerSeat', {
  id: text,
  created_at: Instant,
  modified_at: nullable(Instant),
  customer_id: described(text, 'The team owner: the customer who pays for the pool.'),
  subscription_id: nullable(text),
  order_id: nullable(text),
  email: described(text, 'The address that the seat is for, as it was typed.'),
  customer_email: described(text, 'The same as `email`.'),
  status: oneOf('SeatStatus', ['pending', 'claimed', 'revoked']),
  member_id: nullable(text),
  member: nullable(Member),
  invitation_token: described(
    nullable(text),
    'Only while the seat is pending, and only for callers who may write.',
  ),
  invitation_token_expires_at: nullable(Instant),
  claimed_at: nullable(Instant),
  claimed_by_customer_id: nullable(text),
  revoked_at: nullable(Instant),
  seat_metadata: SeatMetadata,
})

/** See `SeatBody`. */
export type SeatBody = t.OutputOf<typeof SeatBody>

/** Writes a seat. `keys` are those of the engine, for a caller who may see the token; null for all others. */
export const seatBody = (seat: Seat, pool: Pool, keys: InvitationKeys | null): SeatBody => {
  const pending = seat.status === 'pending' && seat.invitation.number > 0 ? seat : null
  return {
    ...publishedSeat(seat, pool),
    invitation_token:
      keys !== null && pending !== null
        ? invitationToken(keys, {
            organizationId: pool.organizationId,
            seatId: seat.id,
            number: pending.invitation.number,
          })
        : null,
  }
}

const count = integer('Count', 0, Number.MAX_SAFE_INTEGER)

/** How many items there are on all pages, and how many pages. */
export const Pagination = struct('Pagination', { total_count: count, max_page: count })
