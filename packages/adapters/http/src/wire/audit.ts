import {
  Actor,
  Instant,
  integer,
  type LedgerAsOf,
  type LedgerRecord,
  nullable,
  oneOf,
  RevocationCause,
  type Seat,
  struct,
  type UsageAtEdge,
  type UsagePeriod,
} from '@seat-ledger/core'
import type * as t from 'io-ts'
import { amount, anyObject } from './audit-codecs.js'
import { AuditEventType } from './audit-requests.js'
import { described, fraction, listOf, text } from './codecs.js'
import { PoolBody, poolBody } from './pool.js'

/*
 * What the audit answers. No answer holds an invitation token: no event does.
 */

const count = integer('Count', 0, Number.MAX_SAFE_INTEGER)
const unreadable_events = described(
  count,
  'Events that this version cannot read: what they did is missing here.',
)

export const AuditEventBody = struct('AuditEvent', {
  id: described(text, 'A UUID.'),
  type: AuditEventType,
  at: Instant,
  pool_id: text,
  revision: described(count, 'The number of the event in its pool, from 0.'),
  seat_id: nullable(text),
  actor: Actor,
  reason: nullable(text),
  command_id: text,
  correlation_id: text,
  causation_id: nullable(text),
  hash: described(nullable(text), 'The seal of the event, where its pool is a hash chain.'),
  data: described(anyObject, 'The event itself, as it is stored.'),
})
export type AuditEventBody = t.OutputOf<typeof AuditEventBody>

export const auditEventBody = ({ event, metadata, ...record }: LedgerRecord): AuditEventBody => ({
  id: record.id,
  type: event.type,
  at: event.at,
  pool_id: record.poolId,
  revision: record.revision,
  seat_id: 'seatId' in event ? event.seatId : null,
  actor: metadata.actor,
  reason: metadata.reason ?? null,
  command_id: metadata.commandId,
  correlation_id: metadata.correlationId,
  causation_id: metadata.causationId ?? null,
  hash: metadata.hash ?? null,
  data: event,
})

const end = {
  next_cursor: described(nullable(text), 'Null when there was nothing more.'),
  unreadable_events,
}

/** What is said after a page of events, or after all lines. */
export const AuditEventsEnd = struct('AuditEventsEnd', end)

export const AuditEventsBody = struct('AuditEvents', { items: listOf(AuditEventBody), ...end })

export const AuditSeatBody = struct('AuditSeat', {
  id: text,
  status: oneOf('SeatStatus', ['pending', 'claimed', 'revoked']),
  email: text,
  claimed_by_customer_id: nullable(text),
  assigned_at: Instant,
  invitation_expires_at: nullable(Instant),
  claimed_at: nullable(Instant),
  revoked_at: nullable(Instant),
  revocation_cause: nullable(RevocationCause),
})
export type AuditSeatBody = t.OutputOf<typeof AuditSeatBody>

export const auditSeatBody = (seat: Seat): AuditSeatBody => ({
  id: seat.id,
  status: seat.status,
  email: seat.email.typed,
  claimed_by_customer_id: seat.status === 'pending' ? null : (seat.holder?.customerId ?? null),
  assigned_at: seat.assignedAt,
  invitation_expires_at: seat.status === 'pending' ? seat.invitation.expiresAt : null,
  claimed_at: seat.status === 'pending' ? null : seat.claimedAt,
  revoked_at: seat.status === 'revoked' ? seat.revokedAt : null,
  revocation_cause: seat.status === 'revoked' ? seat.cause : null,
})

const figures = {
  capacity: count,
  pending: described(count, 'Waiting for a claim, expired ones included.'),
  claimed: count,
  expired: described(count, 'Pending with a dead invitation.'),
  available: count,
  utilization: described(fraction, 'Live seats over capacity.'),
}

export const AuditUsageBody = struct('AuditUsage', figures)

const auditUsageBody = (usage: UsageAtEdge): t.OutputOf<typeof AuditUsageBody> => ({
  capacity: usage.capacity,
  pending: usage.pending,
  claimed: usage.claimed,
  expired: usage.expired,
  available: usage.available,
  utilization: usage.utilization,
})

const moment = {
  revision: described(integer('RevisionOrNone', -1, Number.MAX_SAFE_INTEGER), '-1 before the first event.'),
  at: described(nullable(Instant), 'The time asked for, or when the revision took effect.'),
  pool: described(nullable(PoolBody), 'Null before it was opened.'),
  usage: AuditUsageBody,
  high_water_mark: described(count, 'The most live seats at once until then.'),
}

/** A pool as it was, without its seats. */
export const AuditMoment = struct('AuditMoment', moment)

export const auditMomentBody = ({
  revision,
  at,
  pool,
  usage,
}: LedgerAsOf): t.OutputOf<typeof AuditMoment> => ({
  revision,
  at,
  pool:
    pool === null
      ? null
      : poolBody({ pool, revision, live: usage.pending + usage.claimed, available: usage.available }),
  usage: auditUsageBody(usage),
  high_water_mark: usage.highWaterMark,
})

export const AuditAsOfBody = struct('AuditAsOf', {
  ...moment,
  unreadable_events,
  seats: listOf(AuditSeatBody),
})

const AuditChange = struct('AuditChange', {
  before: described(nullable(AuditSeatBody), 'Null for a seat that was assigned in between.'),
  after: AuditSeatBody,
})

export const AuditChangesBody = struct('AuditChanges', {
  before: AuditMoment,
  after: AuditMoment,
  unreadable_events,
  changes: listOf(AuditChange),
})

export const AuditPeriod = struct('AuditPeriod', {
  from: described(Instant, 'Part of the period.'),
  to: described(Instant, 'Not part of the period.'),
  opening: described(AuditUsageBody, 'As of `from`.'),
  closing: described(AuditUsageBody, 'As of `to`.'),
  high_water_mark: described(count, 'The most live seats at once within the period.'),
  seat_days: described(amount, 'Live seats added up over time: one seat held for 24 hours is 1.'),
  assigned: described(count, 'Seats that were assigned.'),
  claimed: described(count, 'Seats that were claimed.'),
  revoked: described(count, 'Seats that ended.'),
  median_seconds_to_claim: described(
    nullable(amount),
    'Half of the claimed invitations took so long or less; null for none.',
  ),
})

export const auditPeriodBody = (period: UsagePeriod): t.OutputOf<typeof AuditPeriod> => ({
  from: period.from,
  to: period.to,
  opening: auditUsageBody(period.opening),
  closing: auditUsageBody(period.closing),
  high_water_mark: period.highWaterMark,
  seat_days: period.seatDays,
  assigned: period.assigned,
  claimed: period.claimed,
  revoked: period.revoked,
  median_seconds_to_claim: period.medianSecondsToClaim,
})

export const AuditUsageOverTimeBody = struct('AuditUsageOverTime', {
  organization_id: text,
  pool_id: text,
  unreadable_events,
  periods: listOf(AuditPeriod),
})
