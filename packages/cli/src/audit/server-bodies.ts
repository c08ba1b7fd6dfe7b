import type { ReportRow } from '@seat-ledger/audit'
import { eventRow } from '@seat-ledger/audit'
import {
  Instant,
  integer,
  ledgerStream,
  nullable,
  OrganizationId,
  PoolId,
  type RecordedEvent,
  readRecord,
  START,
  struct,
  type UsagePeriod,
} from '@seat-ledger/core'
import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import { listOf } from '../seed/shapes.js'

const count = integer('Count', -1, Number.MAX_SAFE_INTEGER)
const textOrNull = nullable(t.string)

const EventBody = struct('AuditEvent', {
  id: t.string,
  type: t.string,
  pool_id: PoolId,
  revision: count,
  actor: t.unknown,
  reason: textOrNull,
  command_id: t.string,
  correlation_id: t.string,
  causation_id: textOrNull,
  hash: textOrNull,
  data: t.unknown,
})

/** A page of a history. */
export const EventsBody = struct('AuditEvents', {
  items: listOf(EventBody),
  next_cursor: textOrNull,
  unreadable_events: count,
})

/** Any organization will do: a row does not name it. */
const ANY = 'any' as OrganizationId

/** An event of a server as a row; undefined for one that this version cannot read. */
export const rowOfEvent = (body: t.TypeOf<typeof EventBody>): ReportRow | undefined => {
  const recorded: RecordedEvent = {
    stream: ledgerStream(ANY, body.pool_id),
    revision: body.revision,
    position: START,
    id: body.id,
    type: body.type,
    data: body.data,
    metadata: {
      actor: body.actor,
      commandId: body.command_id,
      correlationId: body.correlation_id,
      ...(body.reason !== null && { reason: body.reason }),
      ...(body.causation_id !== null && { causationId: body.causation_id }),
      ...(body.hash !== null && { hash: body.hash }),
    },
  }
  const record = readRecord(recorded)
  return E.isRight(record) ? eventRow(record.right) : undefined
}

const SeatBody = struct('AuditSeat', {
  id: t.string,
  status: t.string,
  email: t.string,
  claimed_by_customer_id: textOrNull,
  assigned_at: t.string,
  invitation_expires_at: textOrNull,
  claimed_at: textOrNull,
  revoked_at: textOrNull,
  revocation_cause: textOrNull,
})

/** A seat of a server as a row. */
export const rowOfSeat = (body: t.TypeOf<typeof SeatBody>): ReportRow => ({
  seat: body.id,
  status: body.status,
  email: body.email,
  holder: body.claimed_by_customer_id,
  assigned_at: body.assigned_at,
  claimed_at: body.claimed_at,
  expires_at: body.invitation_expires_at,
  revoked_at: body.revoked_at,
  cause: body.revocation_cause,
})

const figures = {
  capacity: count,
  pending: count,
  claimed: count,
  expired: count,
  available: count,
  utilization: t.number,
}
const UsageBody = struct('AuditUsage', figures)
const MomentBody = struct('AuditMoment', { revision: count, usage: UsageBody })

/** A pool as of a moment. */
export const AsOfBody = struct('AuditAsOf', {
  revision: count,
  usage: UsageBody,
  unreadable_events: count,
  seats: listOf(SeatBody),
})

/** What changed between two moments. */
export const ChangesBody = struct('AuditChanges', {
  after: MomentBody,
  unreadable_events: count,
  changes: listOf(struct('AuditChange', { after: SeatBody })),
})

const PeriodBody = struct('AuditPeriod', {
  from: Instant,
  to: Instant,
  opening: UsageBody,
  closing: UsageBody,
  high_water_mark: count,
  seat_days: t.number,
  assigned: count,
  claimed: count,
  revoked: count,
  median_seconds_to_claim: nullable(t.number),
})

/** A pool's use over time. */
export const UsageOverTimeBody = struct('AuditUsageOverTime', {
  organization_id: OrganizationId,
  unreadable_events: count,
  periods: listOf(PeriodBody),
})

/** A period of a server. */
export const periodOf = (body: t.TypeOf<typeof PeriodBody>): UsagePeriod => ({
  from: body.from,
  to: body.to,
  opening: body.opening,
  closing: body.closing,
  highWaterMark: body.high_water_mark,
  seatDays: body.seat_days,
  assigned: body.assigned,
  claimed: body.claimed,
  revoked: body.revoked,
  medianSecondsToClaim: body.median_seconds_to_claim,
})
