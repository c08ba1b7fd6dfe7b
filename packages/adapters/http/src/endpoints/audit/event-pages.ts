import { setImmediate } from 'node:timers/promises'
import type { AuditFilter, AuditPage, AuditPageRequest, BadAuditPage, ReadFailure } from '@seat-ledger/core'
import * as E from 'fp-ts/lib/Either.js'
import { TextStream } from '../../call/response.js'
import type { Failure } from '../../failures/failures.js'
import { auditEventBody } from '../../wire/audit.js'
import type { Answer, Arrival } from '../endpoint.js'

/** How many events one page looks at: some tens of milliseconds. */
const SCAN = 20_000

/** How many events a page of lines holds in memory. */
const LINES_AT_ONCE = 500

/** How many pages an answer in lines goes on for: millions of events, and not for ever. */
const MOST_PAGES = 500

const DEFAULT_LIMIT = 100

/** What a history is asked with, whatever it is of. */
export interface HistoryQuery {
  readonly type?: NonNullable<AuditFilter['types']>
  readonly from?: NonNullable<AuditFilter['from']>
  readonly to?: NonNullable<AuditFilter['to']>
  readonly actor_id?: string
  readonly actor_kind?: NonNullable<NonNullable<AuditFilter['actor']>['kind']>
  readonly limit?: number
  readonly cursor?: string
}

/** The filter that a query says. */
export const filterOf = ({ type, from, to, actor_id, actor_kind }: HistoryQuery): AuditFilter => ({
  ...(type !== undefined && { types: type }),
  ...(from !== undefined && { from }),
  ...(to !== undefined && { to }),
  ...(actor_id !== undefined && {
    actor: { id: actor_id, ...(actor_kind !== undefined && { kind: actor_kind }) },
  }),
})

/** A history, page by page, and what its cursors are outside. */
export interface History {
  readonly ask: (page: AuditPageRequest) => Promise<E.Either<ReadFailure | BadAuditPage, AuditPage>>
  readonly seal: (cursor: string) => string
  /** Undefined for a cursor that was not made for this history. */
  readonly open: (cursor: string) => string | undefined
}

/** Answers one page in JSON; or everything in lines, for who accepts `application/x-ndjson`. */
export const historyAnswer = async (
  arrival: Arrival,
  history: History,
  { cursor, limit = DEFAULT_LIMIT }: HistoryQuery,
): Promise<Answer> => {
  const place = cursor === undefined ? null : history.open(cursor)
  if (place === undefined) return badCursor(cursor)
  const inLines = acceptsLines(arrival.request)
  const first = await pageOf(history, place, inLines ? LINES_AT_ONCE : limit, cursor)
  if (E.isLeft(first)) return first
  if (inLines)
    return E.right({ status: 200, body: new TextStream(lines(history, first.right), 'application/x-ndjson') })
  return E.right({
    status: 200,
    body: { items: first.right.items.map(auditEventBody), ...endOf(history, first.right) },
  })
}

const pageOf = async (
  history: History,
  place: string | null,
  limit: number,
  cursor: string | undefined,
): Promise<E.Either<Failure, AuditPage>> => {
  const page = await history.ask({ cursor: place, limit, scan: SCAN })
  if (E.isRight(page)) return page
  return page.left._tag === 'BadAuditPage' ? badCursor(cursor) : E.left(page.left)
}

/** The head of the answer is on its way when a later page fails: then the answer ends without its last line. */
async function* lines(history: History, first: AuditPage): AsyncGenerator<string, void, undefined> {
  let page = first
  let unreadable = page.unreadable
  for (let pages = 1; ; pages += 1) {
    if (page.items.length > 0)
      yield page.items.map((item) => `${JSON.stringify(auditEventBody(item))}\n`).join('')
    if (page.next === null || pages === MOST_PAGES) break
    // Who scans a long log must leave room for other requests.
    await setImmediate()
    const next = await history.ask({ cursor: page.next, limit: LINES_AT_ONCE, scan: SCAN })
    if (E.isLeft(next)) throw new Error(`the log could not be read on: ${next.left._tag}`)
    page = next.right
    unreadable += page.unreadable
  }
  yield `${JSON.stringify(endOf(history, { ...page, unreadable }))}\n`
}

const endOf = ({ seal }: History, { next, unreadable }: AuditPage) => ({
  next_cursor: next === null ? null : seal(next),
  unreadable_events: unreadable,
})

const acceptsLines = (request: Request): boolean =>
  /(?:^|[,\s])application\/x-ndjson(?:[,;\s]|$)/i.test(request.headers.get('accept') ?? '')

const badCursor = (cursor: string | undefined): E.Either<Failure, never> => {
  const msg = 'must be the next_cursor of an answer to the same question'
  const fault = {
    type: 'value_error',
    loc: ['query', 'cursor'],
    msg,
    input: cursor?.slice(0, 100) ?? null,
  } as const
  return E.left({ _tag: 'RequestInvalid', faults: [fault] })
}
