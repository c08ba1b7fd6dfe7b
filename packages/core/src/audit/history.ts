import * as E from 'fp-ts/lib/Either.js'
import { type OrganizationId, poolIdOf, type SeatId } from '../domain/ids.js'
import type { EventStore } from '../ports/event-store.js'
import type { ReadFailure } from '../ports/failures.js'
import type { LedgerRecord } from '../stored/record.js'
import { type AuditFilter, passes } from './filter.js'
import { type BadAuditPage, badAuditPage, isAuditLimit } from './page.js'
import { type LedgerName, readLedger } from './read-ledger.js'

/** A page of events. */
export interface AuditPage {
  /** Oldest first, in the order of their ledger or of the log. */
  readonly items: readonly LedgerRecord[]
  /** The cursor of what follows; null when there was nothing more at the time of asking. */
  readonly next: string | null
  /** Events on the way that this version cannot read. They may be some that were asked for. */
  readonly unreadable: number
}

/** Where a page begins and how long it is: `limit` from 1 to `MAX_AUDIT_LIMIT`, `cursor` null for the first page. */
export interface AuditPageRequest {
  readonly cursor: string | null
  readonly limit: number
}

const REVISION = /^r(\d{1,15})$/

/**
 * The events of one ledger. Costs the reading of its stream from the cursor on, until the page is full; no other stream
 * is read. A ledger that does not exist is an empty page.
 */
export const ledgerHistory = async (
  store: EventStore,
  ledger: LedgerName,
  filter: AuditFilter,
  { cursor, limit }: AuditPageRequest,
): Promise<E.Either<ReadFailure | BadAuditPage, AuditPage>> => {
  if (!isAuditLimit(limit)) return badAuditPage('limit')
  const after = cursor === null ? -1 : Number(REVISION.exec(cursor)?.[1])
  if (Number.isNaN(after)) return badAuditPage('cursor')
  const items: LedgerRecord[] = []
  let more = false
  const take = (record: LedgerRecord): boolean => {
    if (!passes(filter, record)) return true
    more = items.length === limit
    if (!more) items.push(record)
    return !more
  }
  const read = await readLedger(store, ledger, take, after + 1)
  if (E.isLeft(read)) return read
  const last = items.at(-1)
  return E.right({
    items,
    next: more && last !== undefined ? `r${last.revision}` : null,
    unreadable: read.right.unreadable,
  })
}

/** The events of one seat; its id names its ledger. */
export const seatAudit = (
  store: EventStore,
  { organizationId, seatId }: { readonly organizationId: OrganizationId; readonly seatId: SeatId },
  filter: AuditFilter,
  page: AuditPageRequest,
): Promise<E.Either<ReadFailure | BadAuditPage, AuditPage>> =>
  ledgerHistory(store, { organizationId, poolId: poolIdOf(seatId) }, { ...filter, seatId }, page)
