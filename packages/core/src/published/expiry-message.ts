import type { Assigned, InvitationResent } from '../domain/events.js'
import type { Ledger, PendingSeat, Seat } from '../domain/ledger.js'
import type { LedgerRecord } from '../stored/record.js'
import { type Message, messageId } from './message.js'
import { publishedSeat } from './seat-body.js'

/** A record that made an invitation: what an expiry is told about, as the expiry itself is no event. */
export type InvitingRecord = LedgerRecord & {
  readonly event: (Assigned & { readonly invitation: object }) | InvitationResent
}

/** Whether a record made an invitation. */
export const isInviting = (record: LedgerRecord): record is InvitingRecord =>
  record.event.type === 'InvitationResent' ||
  (record.event.type === 'Assigned' && record.event.invitation !== null)

/** The id of the message that an invitation has expired: one for each seat and invitation number, for ever. */
export const expiryMessageId = (record: InvitingRecord): string => `${messageId(record.id)}_expired`

/** Whether an invitation that was due came to its end unanswered, as far as a later state can tell. */
export type Expiry = 'expired' | 'ended-before' | 'unclear'

/**
 * What became of an invitation whose time is over; `ledger` is any state since. Unclear only when something happened to
 * the seat after that time: then its next event says which came first.
 */
export const expiryOf = ({ event }: InvitingRecord, ledger: Ledger): Expiry => {
  const seat = ledger.seats.get(event.seatId)
  if (seat === undefined) return 'ended-before'
  if (seat.status === 'pending' && seat.invitation.number === event.invitation.number) return 'expired'
  return (seat.modifiedAt ?? seat.assignedAt) < event.invitation.expiresAt ? 'ended-before' : 'unclear'
}

/**
 * The message that an invitation has expired, the same whenever it is written: the seat as it was then, told by the clock.
 * `sequence` and `event_id` are those of the event that made the invitation; `ledger` is any state since.
 */
export const expiryMessage = (record: InvitingRecord, ledger: Ledger): Message | undefined => {
  const { event, revision, id } = record
  const { pool } = ledger
  const seat = ledger.seats.get(event.seatId)
  if (pool === null || seat === undefined) return undefined
  return {
    type: 'customer_seat.invitation_expired',
    timestamp: event.invitation.expiresAt,
    data: publishedSeat(asInvited(seat, record), pool),
    sequence: revision,
    event_id: id,
    actor: CLOCK,
    reason: null,
  }
}

const CLOCK = Object.freeze({ kind: 'system', id: 'clock' })

/** Who the seat is for never changes; the rest is as the invitation left it. */
const asInvited = (
  { id, email, metadata, member, assignedAt }: Seat,
  { event }: InvitingRecord,
): PendingSeat => ({
  status: 'pending',
  id,
  email,
  metadata,
  member,
  assignedAt,
  modifiedAt: event.type === 'InvitationResent' ? event.at : null,
  invitation: event.invitation,
  resentAt: [],
})
