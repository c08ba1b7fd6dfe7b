import type { LedgerEvent } from '../domain/events.js'
import type { SeatId } from '../domain/ids.js'
import type { Instant } from '../domain/instant.js'
import type { Actor } from '../domain/values.js'
import type { LedgerRecord } from '../stored/record.js'

/** Which events an auditor asks for. What is left out filters nothing. */
export interface AuditFilter {
  readonly types?: readonly LedgerEvent['type'][]
  /** The event's own time lies at this instant or later. */
  readonly from?: Instant
  /** The event's own time lies before this instant. */
  readonly to?: Instant
  readonly actor?: { readonly kind?: Actor['kind']; readonly id: string }
  readonly seatId?: SeatId
}

/** Whether an event is asked for. */
export const passes = (
  { types, from, to, actor, seatId }: AuditFilter,
  { event, metadata }: Pick<LedgerRecord, 'event' | 'metadata'>,
): boolean =>
  (types === undefined || types.includes(event.type)) &&
  (from === undefined || event.at >= from) &&
  (to === undefined || event.at < to) &&
  (seatId === undefined || ('seatId' in event && event.seatId === seatId)) &&
  (actor === undefined ||
    (metadata.actor.id === actor.id && (actor.kind === undefined || metadata.actor.kind === actor.kind)))
