import * as E from 'fp-ts/lib/Either.js'
import { LEDGER_PREFIX, type OrganizationId } from '../domain/ids.js'
import { type Position, type RecordedEvent, START } from '../ports/event-store.js'
import type { ReadFailure } from '../ports/failures.js'
import type { Feed } from '../ports/feed.js'
import { type LedgerRecord, readRecord, type UnreadableEvent } from '../stored/record.js'
import { type AuditFilter, passes } from './filter.js'
import type { AuditPage, AuditPageRequest } from './history.js'
import { type BadAuditPage, badAuditPage, isAuditLimit } from './page.js'
import { type Person, seatsOfPerson } from './person.js'

/** What to read of the whole log: one organization's events, or with `'all'` everybody's (for operators only). */
export interface LogRange {
  readonly organizationId: OrganizationId | 'all'
  /** Events after this position; `START` for all. */
  readonly after: Position
  /** Ends the reading between two events. */
  readonly signal?: AbortSignal
}

/**
 * What is recorded, in log order, until the end that the log has when it is reached: what is appended meanwhile may be
 * in it. Holds one event at a time. The prefix of the stream names keeps tenants apart: ids hold no dot.
 */
export async function* recordedLog(
  feed: Feed,
  { organizationId, after, signal }: LogRange,
): AsyncGenerator<E.Either<ReadFailure, RecordedEvent>, void, undefined> {
  const ending = new AbortController()
  const stop = (): void => ending.abort()
  const prefix = organizationId === 'all' ? LEDGER_PREFIX : `${LEDGER_PREFIX}${organizationId}.`
  if (signal?.aborted === true) return
  signal?.addEventListener('abort', stop, { once: true })
  try {
    for await (const message of feed.follow({ after, prefix, signal: ending.signal })) {
      if (message._tag === 'CaughtUp') return
      if (message._tag === 'Failed') return yield E.left(message.failure)
      yield E.right(message.event)
    }
  } finally {
    signal?.removeEventListener('abort', stop)
    ending.abort()
  }
}

/** Which events of a whole organization. `person` narrows to the seats that were theirs. */
export interface LogQuery extends AuditFilter {
  readonly organizationId: OrganizationId
  readonly person?: Person
  readonly signal?: AbortSignal
}

/**
 * The events of an organization that are asked for, in log order, one at a time. What no codec reads comes as a value of
 * its own. A person's seats are found first, by reading the log once: a claim names a customer only after the assignment.
 */
export async function* auditLog(
  feed: Feed,
  { person, organizationId, signal, ...filter }: LogQuery,
  after: Position = START,
): AsyncGenerator<E.Either<ReadFailure | UnreadableEvent, LedgerRecord>, void, undefined> {
  const range = { organizationId, after, ...(signal !== undefined && { signal }) }
  const seats =
    person === undefined
      ? undefined
      : await seatsOfPerson(recordedLog(feed, { ...range, after: START }), person)
  if (seats !== undefined && E.isLeft(seats)) return yield seats
  for await (const recorded of recordedLog(feed, range)) {
    if (E.isLeft(recorded)) return yield recorded
    const record = readRecord(recorded.right)
    if (E.isLeft(record)) {
      yield record
      continue
    }
    const { event } = record.right
    if (seats !== undefined && !('seatId' in event && seats.right.has(event.seatId))) continue
    if (passes(filter, record.right)) yield record
  }
}

const POSITION = /^p(\d{1,20})$/

/** A page of `auditLog`. Costs the reading of the log from the cursor on, until the page is full. */
export const auditLogPage = async (
  feed: Feed,
  query: LogQuery,
  { cursor, limit }: AuditPageRequest,
): Promise<E.Either<ReadFailure | BadAuditPage, AuditPage>> => {
  if (!isAuditLimit(limit)) return badAuditPage('limit')
  const digits = cursor === null ? '' : POSITION.exec(cursor)?.[1]
  if (digits === undefined) return badAuditPage('cursor')
  const items: LedgerRecord[] = []
  let unreadable = 0
  for await (const record of auditLog(feed, query, cursor === null ? START : BigInt(digits))) {
    if (E.isLeft(record)) {
      const { left } = record
      if (left._tag !== 'UnreadableEvent') return E.left(left)
      unreadable += 1
    } else if (items.length === limit) {
      return E.right({ items, next: `p${items.at(-1)?.position}`, unreadable })
    } else items.push(record.right)
  }
  return E.right({ items, next: null, unreadable })
}
