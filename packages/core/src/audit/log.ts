import * as E from 'fp-ts/lib/Either.js'
import type { OrganizationId } from '../domain/ids.js'
import { START } from '../ports/event-store.js'
import type { ReadFailure } from '../ports/failures.js'
import type { Feed } from '../ports/feed.js'
import { type LedgerRecord, readRecord, type UnreadableEvent } from '../stored/record.js'
import { type AuditFilter, passes } from './filter.js'
import type { AuditPage, AuditPageRequest } from './history.js'
import { boundedLog, logCursor, logPlaceOf } from './log-scan.js'
import type { BadAuditPage } from './page.js'
import { recordedLog } from './recorded-log.js'

/** Which events of a whole organization. */
export interface LogQuery extends AuditFilter {
  readonly organizationId: OrganizationId
  readonly signal?: AbortSignal
}

/**
 * The events of an organization that are asked for, in log order, one at a time. What no codec reads comes as a value of
 * its own.
 */
export async function* auditLog(
  feed: Feed,
  { organizationId, signal, ...filter }: LogQuery,
): AsyncGenerator<E.Either<ReadFailure | UnreadableEvent, LedgerRecord>, void, undefined> {
  const range = { organizationId, after: START, ...(signal !== undefined && { signal }) }
  for await (const recorded of recordedLog(feed, range)) {
    if (E.isLeft(recorded)) return yield recorded
    const record = readRecord(recorded.right)
    if (E.isLeft(record) || passes(filter, record.right)) yield record
  }
}

/** A page of `auditLog`. Costs the reading of the log from the cursor on, until the page is full. */
export const auditLogPage = async (
  feed: Feed,
  query: LogQuery,
  request: AuditPageRequest,
): Promise<E.Either<ReadFailure | BadAuditPage, AuditPage>> => {
  const after = logPlaceOf(request)
  if (E.isLeft(after)) return after
  const items: LedgerRecord[] = []
  let unreadable = 0
  for await (const seen of boundedLog(feed, query.organizationId, after.right, request.scan)) {
    if (seen._tag === 'Failed') return E.left(seen.failure)
    if (seen._tag === 'Bound') return E.right({ items, next: logCursor(seen.after), unreadable })
    const record = readRecord(seen.event)
    if (E.isLeft(record)) unreadable += 1
    else if (!passes(query, record.right)) continue
    else if (items.length === request.limit)
      return E.right({ items, next: logCursor(seen.after), unreadable })
    else items.push(record.right)
  }
  return E.right({ items, next: null, unreadable })
}
