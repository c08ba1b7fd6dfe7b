import * as E from 'fp-ts/lib/Either.js'
import { ledgerStream, type OrganizationId, type PoolId } from '../domain/ids.js'
import type { EventStore } from '../ports/event-store.js'
import type { ReadFailure } from '../ports/failures.js'
import { type LedgerRecord, readRecord } from '../stored/record.js'

/** Which ledger an audit is about: its tenant is part of its name, so another tenant's cannot be meant. */
export interface LedgerName {
  readonly organizationId: OrganizationId
  readonly poolId: PoolId
}

/** How a ledger was read. */
export interface LedgerRead {
  /** The number of the last event that was looked at, -1 for none. */
  readonly revision: number
  /** Events that no codec of this version reads. They were passed over: what they did is not in the answer. */
  readonly unreadable: number
}

const PAGE = 1_000

/** Hands a ledger's records over in order, from revision `from` on, until there are no more or `take` says false. */
export const readLedger = async (
  store: EventStore,
  { organizationId, poolId }: LedgerName,
  take: (record: LedgerRecord) => boolean,
  from = 0,
): Promise<E.Either<ReadFailure, LedgerRead>> => {
  const stream = ledgerStream(organizationId, poolId)
  let revision = from - 1
  let unreadable = 0
  for (;;) {
    const page = await store.read(stream, { from: revision + 1, limit: PAGE })
    if (E.isLeft(page)) return page
    for (const recorded of page.right) {
      const record = readRecord(recorded)
      revision = recorded.revision
      if (E.isLeft(record)) unreadable += 1
      else if (!take(record.right)) return E.right({ revision, unreadable })
    }
    if (page.right.length < PAGE) return E.right({ revision, unreadable })
  }
}
