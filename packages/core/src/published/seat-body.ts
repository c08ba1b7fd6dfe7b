import type { Pool, Seat } from '../domain/ledger.js'
import type { SeatMetadata } from '../domain/metadata.js'

/** The person a seat is meant for, in the shape of the reference's client. */
export interface MemberBody {
  readonly id: string
  readonly created_at: string
  readonly modified_at: string | null
  readonly customer_id: string
  readonly email: string
  readonly name: string | null
  readonly external_id: string | null
  readonly role: string
}

/**
 * A seat as the outside sees it, over HTTP and in webhooks: every key always present, null where it has no value. Holds
 * no invitation token. The keys are those of the customer-seats API reference.
 */
export interface PublishedSeat {
  readonly id: string
  readonly created_at: string
  readonly modified_at: string | null
  /** The team owner: the customer who pays for the pool. */
  readonly customer_id: string
  readonly subscription_id: string | null
  readonly order_id: string | null
  /** The address that the seat is for, as it was typed. */
  readonly email: string
  /** The same as `email`. */
  readonly customer_email: string
  readonly status: Seat['status']
  readonly member_id: string | null
  readonly member: MemberBody | null
  readonly invitation_token_expires_at: string | null
  readonly claimed_at: string | null
  readonly claimed_by_customer_id: string | null
  readonly revoked_at: string | null
  readonly seat_metadata: SeatMetadata
}

/** Writes a seat for the outside. */
export const publishedSeat = (seat: Seat, pool: Pool): PublishedSeat => {
  const { email, member } = seat
  const claim = seat.status === 'pending' ? null : seat
  const invited = seat.status === 'pending' && seat.invitation.number > 0 ? seat.invitation : null
  return {
    id: seat.id,
    created_at: seat.assignedAt,
    modified_at: seat.modifiedAt,
    customer_id: pool.customerId,
    subscription_id: pool.source.kind === 'subscription' ? pool.source.id : null,
    order_id: pool.source.kind === 'order' ? pool.source.id : null,
    email: email.typed,
    customer_email: email.typed,
    status: seat.status,
    member_id: member?.memberId ?? null,
    member: memberBody(seat, pool),
    invitation_token_expires_at: invited?.expiresAt ?? null,
    claimed_at: claim?.claimedAt ?? null,
    claimed_by_customer_id: claim?.holder?.customerId ?? null,
    revoked_at: seat.status === 'revoked' ? seat.revokedAt : null,
    seat_metadata: seat.metadata,
  }
}

/** The ledger keeps the names that the host gave; a member without any is none. */
const memberBody = ({ member, email, assignedAt, modifiedAt }: Seat, pool: Pool): MemberBody | null => {
  const id = member?.memberId ?? member?.externalMemberId ?? null
  if (member === null || id === null) return null
  return {
    id,
    created_at: assignedAt,
    modified_at: modifiedAt,
    customer_id: pool.customerId,
    email: email.typed,
    name: null,
    external_id: member.externalMemberId,
    role: 'member',
  }
}
