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

/** Where a page begins and how long it is. */
export interface AuditPageRequest {
  /** The `next` of the page before; null for the first page. */
  readonly cursor: string | null
  /** From 1 to `MAX_AUDIT_LIMIT`. */
  readonly limit: number
  /**
   * How many events may be looked at, 1 or more; as many as it takes when left out. A page that ends for this reason may
   * be short or empty, and its `next` goes on behind what was looked at.
   */
  readonly scan?: number
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
  { cursor, limit, scan = Number.POSITIVE_INFINITY }: AuditPageRequest,
): Promise<E.Either<ReadFailure | BadAuditPage, AuditPage>> => {
  if (!isAuditLimit(limit)) return badAuditPage('limit')
  const after = cursor === null ? -1 : Number(REVISION.exec(cursor)?.[1])
  if (Number.isNaN(after)) return badAuditPage('cursor')
  const items: LedgerRecord[] = []
  let next: string | null = null
  let looked = 0
  const take = (record: LedgerRecord): boolean => {
    const wanted = passes(filter, record)
    if (looked >= scan || (wanted && items.length === limit)) next = `r${record.revision - 1}`
    else if (wanted) items.push(record)
    looked += 1
    return next === null
  }
  const read = await readLedger(store, ledger, take, after + 1)
  return E.isLeft(read) ? read : E.right({ items, next, unreadable: read.right.unreadable })
}

/** The events of one seat; its id names its ledger. */
export const seatAudit = (
  store: EventStore,
  { organizationId, seatId }: { readonly organizationId: OrganizationId; readonly seatId: SeatId },
  filter: AuditFilter,
  page: AuditPageRequest,
): Promise<E.Either<ReadFailure | BadAuditPage, AuditPage>> =>
  ledgerHistory(store, { organizationId, poolId: poolIdOf(seatId) }, { ...filter, seatId }, page)
