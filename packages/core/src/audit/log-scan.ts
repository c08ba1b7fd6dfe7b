import * as E from 'fp-ts/lib/Either.js'
import type { OrganizationId } from '../domain/ids.js'
import { type Position, type RecordedEvent, START } from '../ports/event-store.js'
import type { ReadFailure } from '../ports/failures.js'
import type { Feed } from '../ports/feed.js'
import type { AuditPageRequest } from './history.js'
import { type BadAuditPage, badAuditPage, isAuditLimit } from './page.js'
import { prefixOf, recordedLog } from './recorded-log.js'

/** What a bounded reading of the log meets. `after` is where the next reading goes on: behind all that came before. */
export type Seen =
  | { readonly _tag: 'Event'; readonly event: RecordedEvent; readonly after: Position }
  | { readonly _tag: 'Bound'; readonly after: Position }
  | { readonly _tag: 'Failed'; readonly failure: ReadFailure }

/**
 * An organization's events after a position, until the end of the log or until `scan` events of whomever were looked at.
 * With a bound the whole log is followed: a store that looks for one organization's events says nothing meanwhile, and
 * could not be stopped at a place to go on from.
 */
export async function* boundedLog(
  feed: Feed,
  organizationId: OrganizationId,
  from: Position,
  scan: number | undefined,
): AsyncGenerator<Seen, void, undefined> {
  const prefix = prefixOf(organizationId)
  let after = from
  let looked = 0
  const whose = scan === undefined ? organizationId : 'all'
  for await (const recorded of recordedLog(feed, { organizationId: whose, after: from })) {
    if (E.isLeft(recorded)) return yield { _tag: 'Failed', failure: recorded.left }
    if (looked === scan) return yield { _tag: 'Bound', after }
    looked += 1
    if (recorded.right.stream.startsWith(prefix)) yield { _tag: 'Event', event: recorded.right, after }
    after = recorded.right.position
  }
}

const POSITION = /^p(\d{1,20})$/

/** The cursor that goes on after a position. */
export const logCursor = (after: Position): string => `p${after}`

/** The position that a page of the log begins after. */
export const logPlaceOf = ({ cursor, limit }: AuditPageRequest): E.Either<BadAuditPage, Position> => {
  if (!isAuditLimit(limit)) return badAuditPage('limit')
  if (cursor === null) return E.right(START)
  const digits = POSITION.exec(cursor)?.[1]
  return digits === undefined ? badAuditPage('cursor') : E.right(BigInt(digits))
}
