import type { OrganizationId, SeatId } from '@seat-ledger/core'

/** What became of one try to mail an invitation, for a log line. Holds no address, no name and no link. */
export interface MailReport {
  /** `dead`: nothing was sent, as the invitation cannot be answered any more. `failed`: it is tried again, or parked after its last try. `refused`: parked. */
  readonly outcome: 'sent' | 'dead' | 'failed' | 'refused'
  readonly organizationId: OrganizationId
  readonly seatId: SeatId
  readonly invitationNumber: number
  /** Which try it was, from 1. */
  readonly attempt: number
  /** Why; empty when the mail was sent. */
  readonly detail: string
}
