import type { LedgerEvent, LedgerRecord, Seat, UsagePeriod } from '@seat-ledger/core'

/** A row of a report: the same fields in JSON, NDJSON, CSV and on the terminal. */
export type ReportRow = { readonly [column: string]: string | number | null }

/** An event as a row. */
export const eventRow = ({ event, metadata, ...record }: LedgerRecord): ReportRow => ({
  time: event.at,
  type: event.type,
  pool: record.poolId,
  revision: record.revision,
  seat: 'seatId' in event ? event.seatId : null,
  about: aboutOf(event),
  actor: `${metadata.actor.kind}:${metadata.actor.id}`,
  reason: metadata.reason ?? null,
  correlation_id: metadata.correlationId,
  causation_id: metadata.causationId ?? null,
  event_id: record.id,
  hash: metadata.hash ?? null,
})

/** What an event says beyond its type, in a few words. */
const aboutOf = (event: LedgerEvent): string => {
  switch (event.type) {
    case 'PoolOpened':
      return `${event.source.kind} ${event.source.id}, capacity ${event.capacity}, owner ${event.customerId}`
    case 'CapacityChanged':
      return `capacity ${event.capacity}`
    case 'PoolClosed':
      return ''
    case 'Assigned':
      return event.email
    case 'InvitationResent':
      return `invitation ${event.invitation.number}`
    case 'Claimed':
      return event.holder.customerId
    case 'Revoked':
      return event.cause
  }
}

/** A seat as a row, as it was at a moment. */
export const seatRow = (seat: Seat): ReportRow => ({
  seat: seat.id,
  status: seat.status,
  email: seat.email.typed,
  holder: seat.status === 'pending' ? null : (seat.holder?.customerId ?? null),
  assigned_at: seat.assignedAt,
  claimed_at: seat.status === 'pending' ? null : seat.claimedAt,
  expires_at: seat.status === 'pending' ? seat.invitation.expiresAt : null,
  revoked_at: seat.status === 'revoked' ? seat.revokedAt : null,
  cause: seat.status === 'revoked' ? seat.cause : null,
})

/** A period as a row: its figures, and the use of the pool as of its end. */
export const periodRow = (period: UsagePeriod): ReportRow => ({
  from: period.from,
  to: period.to,
  capacity: period.closing.capacity,
  pending: period.closing.pending,
  claimed: period.closing.claimed,
  expired: period.closing.expired,
  available: period.closing.available,
  utilization: Math.round(period.closing.utilization * 10_000) / 10_000,
  high_water_mark: period.highWaterMark,
  seat_days: Math.round(period.seatDays * 10_000) / 10_000,
  newly_assigned: period.assigned,
  newly_claimed: period.claimed,
  newly_revoked: period.revoked,
  median_seconds_to_claim: period.medianSecondsToClaim,
})
