import type { CustomerId, OrganizationId, PoolId, SeatId } from '@seat-ledger/core'
import type { Awaitable } from './awaitable.js'
import type { Mailbox } from './mailbox.js'

/** Whose names are asked for. */
export interface DetailsQuery {
  readonly organizationId: OrganizationId
  readonly poolId: PoolId
  /** The team owner. */
  readonly customerId: CustomerId
  readonly seatId: SeatId
}

/** Names that the ledger does not hold. They are put on one line before a template sees them. */
export interface InvitationDetails {
  /** Who sells the product; null to leave it out. */
  readonly organizationName: string | null
  /** The team owner; null to leave it out. */
  readonly ownerName: string | null
}

/** Answers with the names of one invitation. Rejecting means that the mail is tried again later. */
export type DetailsOf = (query: DetailsQuery) => Awaitable<InvitationDetails>

/** Whom an organization's mail comes from. */
export interface Sender {
  readonly from: Mailbox
  /** Where answers go, if not to `from`. */
  readonly replyTo?: Mailbox
}

/** The sender of an organization's mail. Rejecting means that the mail is tried again later. */
export type SenderOf = (organizationId: OrganizationId) => Awaitable<Sender>
