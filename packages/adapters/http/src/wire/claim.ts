import { Instant, type InvitationAnswer, oneOf, struct } from '@seat-ledger/core'
import type * as t from 'io-ts'
import type { Organization } from '../ports/organizations.js'
import { described, flag, text } from './codecs.js'
import { SeatBody } from './seat.js'

export const ClaimInfo = struct('SeatClaimInfo', {
  product_name: text,
  product_id: text,
  organization_name: text,
  organization_slug: text,
  customer_email: described(text, 'The invited address, masked unless the organization turns that off.'),
  can_claim: described(flag, 'True: a token that is no good has no claim information.'),
  status: oneOf('ClaimableStatus', ['pending']),
  expires_at: Instant,
})
export type ClaimInfo = t.OutputOf<typeof ClaimInfo>

export const claimInfo = (
  { seat, pool, canClaim }: InvitationAnswer,
  organization: Organization,
): ClaimInfo => ({
  product_name: pool.product.name,
  product_id: pool.product.id,
  organization_name: organization.name,
  organization_slug: organization.slug,
  customer_email: organization.maskEmail ? maskedEmail(seat.email.typed) : seat.email.typed,
  can_claim: canClaim,
  status: seat.status,
  expires_at: seat.invitation.expiresAt,
})

/** `a***@example.com`: enough for its owner to know it again; always three stars, as a length tells too. */
const maskedEmail = (email: string): string => {
  const at = email.lastIndexOf('@')
  const [first = ''] = email
  return `${first}***${email.slice(at)}`
}

export const ClaimedSeat = struct('SeatClaimResponse', {
  seat: SeatBody,
  customer_session_token: described(text, 'The bearer token of a session for the customer portal.'),
})
