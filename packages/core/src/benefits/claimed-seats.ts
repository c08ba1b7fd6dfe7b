import * as E from 'fp-ts/lib/Either.js'
import { recordedLog } from '../audit/recorded-log.js'
import type { OrganizationId } from '../domain/ids.js'
import { START } from '../ports/event-store.js'
import type { Feed } from '../ports/feed.js'
import { readRecord } from '../stored/record.js'

/** The ids of the seats that are claimed, by organization; of one that has a ledger but no such seat, none. */
type ClaimedSeats =
  | { readonly _tag: 'Read'; readonly seats: ReadonlyMap<OrganizationId, Set<string>> }
  | { readonly _tag: 'Failed'; readonly detail: string }

/** Reads the log once, to its end. */
export const claimedSeats = async (
  feed: Feed,
  organizationId: OrganizationId | 'all',
  signal: AbortSignal,
): Promise<ClaimedSeats> => {
  const seats = new Map<OrganizationId, Set<string>>()
  if (organizationId !== 'all') seats.set(organizationId, new Set())
  for await (const recorded of recordedLog(feed, { organizationId, after: START, signal })) {
    if (E.isLeft(recorded)) return failed(`the log cannot be read: ${recorded.left.detail}`)
    const record = readRecord(recorded.right)
    if (E.isLeft(record)) continue
    const { organizationId: organization, event } = record.right
    const own = seats.get(organization) ?? new Set<string>()
    seats.set(organization, own)
    if (event.type === 'Claimed') own.add(event.seatId)
    if (event.type === 'Revoked') own.delete(event.seatId)
  }
  return signal.aborted ? failed('it was stopped') : { _tag: 'Read', seats }
}

const failed = (detail: string): ClaimedSeats => ({ _tag: 'Failed', detail })
