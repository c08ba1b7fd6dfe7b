import {
  type Instant,
  type Invitation,
  isBefore,
  type Ledger,
  type LedgerEvent,
  type PendingSeat,
  type Pool,
  type SeatId,
} from '@seat-ledger/core'

/** An invitation that an event has given out. */
export interface GivenInvitation {
  readonly seatId: SeatId
  readonly invitation: Invitation
  readonly at: Instant
}

/** The invitation that an event gives out; undefined for all others, an immediate claim among them. */
export const invitationOf = (event: LedgerEvent): GivenInvitation | undefined => {
  switch (event.type) {
    case 'Assigned':
    case 'InvitationResent':
      return event.invitation === null
        ? undefined
        : { seatId: event.seatId, invitation: event.invitation, at: event.at }
    case 'PoolOpened':
    case 'CapacityChanged':
    case 'PoolClosed':
    case 'Claimed':
    case 'Revoked':
      return undefined
  }
}

/** Whether an invitation can still be answered, and why not. */
export type Standing =
  | { readonly _tag: 'Open'; readonly pool: Pool; readonly seat: PendingSeat }
  | {
      readonly _tag: 'Dead'
      readonly reason:
        | 'no such seat'
        | 'pool closed'
        | 'seat claimed'
        | 'seat revoked'
        | 'replaced by a newer one'
        | 'expired'
    }

/** How an invitation stands in the ledger as it is now. */
export const standingOf = (
  { pool, seats }: Ledger,
  { seatId, invitation }: GivenInvitation,
  now: Instant,
): Standing => {
  const seat = seats.get(seatId)
  if (pool === null || seat === undefined) return { _tag: 'Dead', reason: 'no such seat' }
  if (pool.closedAt !== null) return { _tag: 'Dead', reason: 'pool closed' }
  if (seat.status !== 'pending') return { _tag: 'Dead', reason: `seat ${seat.status}` }
  if (seat.invitation.number !== invitation.number) return { _tag: 'Dead', reason: 'replaced by a newer one' }
  if (!isBefore(now, seat.invitation.expiresAt)) return { _tag: 'Dead', reason: 'expired' }
  return { _tag: 'Open', pool, seat }
}
