import * as E from 'fp-ts/lib/Either.js'
import type { SeatId } from '../domain/ids.js'
import { type EventStore, START } from '../ports/event-store.js'
import type { ReadFailure } from '../ports/failures.js'
import type { Feed } from '../ports/feed.js'
import { type LedgerRecord, readRecord, type UnreadableEvent } from '../stored/record.js'
import { passes } from './filter.js'
import type { AuditPage, AuditPageRequest } from './history.js'
import { auditLog, type LogQuery } from './log.js'
import { boundedLog, logCursor, logPlaceOf } from './log-scan.js'
import type { BadAuditPage } from './page.js'
import { isTheirs, type Person, seatsOfPerson } from './person.js'
import { readLedger } from './read-ledger.js'
import { recordedLog } from './recorded-log.js'

/** Which events of the seats that were ever one person's. */
export interface PersonQuery extends LogQuery {
  readonly person: Person
}

/**
 * The events of every seat that was ever the person's, seat by seat in the order in which the seats became theirs. Reads
 * the log twice, as a claim may name a customer long after the assignment; holds the person's events.
 */
export async function* personHistory(
  feed: Feed,
  { person, ...query }: PersonQuery,
): AsyncGenerator<E.Either<ReadFailure | UnreadableEvent, LedgerRecord>, void, undefined> {
  const seats = await seatsOfPerson(recordedLog(feed, { ...query, after: START }), person)
  if (E.isLeft(seats)) return yield seats
  const bySeat = new Map<SeatId, LedgerRecord[]>([...seats.right].map((seat) => [seat, []]))
  for await (const record of auditLog(feed, query)) {
    if (E.isLeft(record)) yield record
    else if ('seatId' in record.right.event) bySeat.get(record.right.event.seatId)?.push(record.right)
  }
  for (const records of bySeat.values()) yield* records.map((record) => E.right(record))
}

/**
 * A page of `personHistory`, in one go through the log: a seat's events are read from its ledger where it becomes the
 * person's. A page has whole seats, so it may be longer than `limit` by the events of one.
 */
export const personPage = async (
  store: EventStore,
  feed: Feed,
  query: PersonQuery,
  request: AuditPageRequest,
): Promise<E.Either<ReadFailure | BadAuditPage, AuditPage>> => {
  const place = logPlaceOf(request)
  if (E.isLeft(place)) return place
  const { limit, scan = Number.POSITIVE_INFINITY } = request
  const items: LedgerRecord[] = []
  let unreadable = 0
  let readBack = 0
  for await (const seen of boundedLog(feed, query.organizationId, place.right, request.scan)) {
    if (seen._tag === 'Failed') return E.left(seen.failure)
    if (seen._tag === 'Bound') return E.right({ items, next: logCursor(seen.after), unreadable })
    const record = readRecord(seen.event)
    if (E.isLeft(record)) unreadable += 1
    else if (isTheirs(record.right.event, query.person)) {
      if (items.length >= limit || readBack >= scan)
        return E.right({ items, next: logCursor(seen.after), unreadable })
      const seat = await historyOfSeat(store, record.right)
      if (E.isLeft(seat)) return seat
      readBack += seat.right.looked
      if (isFirst(record.right, seat.right.records, query.person))
        items.push(...seat.right.records.filter((one) => passes(query, one)))
    }
  }
  return E.right({ items, next: null, unreadable })
}

/** A seat becomes somebody's once, though a later claim may say so again. */
const isFirst = ({ revision }: LedgerRecord, seat: readonly LedgerRecord[], person: Person): boolean =>
  seat.find(({ event }) => isTheirs(event, person))?.revision === revision

/** Every event of the seat that an event is about, and how many events were looked at for it. */
const historyOfSeat = async (
  store: EventStore,
  { event, revision, ...ledger }: LedgerRecord,
): Promise<E.Either<ReadFailure, { readonly records: readonly LedgerRecord[]; readonly looked: number }>> => {
  const seatId = 'seatId' in event ? event.seatId : undefined
  const records: LedgerRecord[] = []
  let looked = 0
  const take = (record: LedgerRecord): boolean => {
    looked += 1
    if (!('seatId' in record.event) || record.event.seatId !== seatId) return true
    records.push(record)
    return record.event.type !== 'Revoked'
  }
  const read = await readLedger(store, ledger, take, event.type === 'Assigned' ? revision : 0)
  return E.isLeft(read) ? read : E.right({ records, looked })
}
