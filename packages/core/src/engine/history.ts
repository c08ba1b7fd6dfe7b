import * as E from 'fp-ts/lib/Either.js'
import { ledgerStream, type OrganizationId, poolIdOf, type SeatId } from '../domain/ids.js'
import type { EventStore } from '../ports/event-store.js'
import { type LedgerRecord, readRecord } from '../stored/record.js'
import type { SeatFailure } from './failures.js'

const PAGE = 1_000

/** The records of one seat, oldest first; `SeatNotFound` when its ledger has none. */
export const seatHistory = async (
  store: EventStore,
  { organizationId, seatId }: { readonly organizationId: OrganizationId; readonly seatId: SeatId },
): Promise<E.Either<SeatFailure, readonly LedgerRecord[]>> => {
  const stream = ledgerStream(organizationId, poolIdOf(seatId))
  const history: LedgerRecord[] = []
  for (let from = 0; ; from += PAGE) {
    const page = await store.read(stream, { from, limit: PAGE })
    if (E.isLeft(page)) return page
    for (const recorded of page.right) {
      const record = readRecord(recorded)
      if (E.isLeft(record)) return record
      if ('seatId' in record.right.event && record.right.event.seatId === seatId) history.push(record.right)
    }
    if (page.right.length < PAGE) break
  }
  return history.length === 0 ? E.left({ _tag: 'SeatNotFound', seatId }) : E.right(history)
}
