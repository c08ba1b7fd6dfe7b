import * as E from 'fp-ts/lib/Either.js'
import { recordedLog } from '../audit/recorded-log.js'
import { LEDGER_PREFIX, type OrganizationId } from '../domain/ids.js'
import { type Position, type RecordedEvent, START } from '../ports/event-store.js'
import type { ReadFailure } from '../ports/failures.js'
import type { Feed } from '../ports/feed.js'
import type { LedgerStates } from '../reactors/ledger-states.js'
import { readRecord } from '../stored/record.js'
import { type Message, messageId, messageOf, messageTypes } from './message.js'
import type { MessageType } from './message-types.js'

/** Which messages, and how much work one page may be. */
export interface MessageQuery {
  readonly organizationId: OrganizationId
  /** All but those of other types; every type when left out. */
  readonly types?: readonly MessageType[]
  /** Where to go on, as a page before said it; null for the beginning. */
  readonly after: string | null
  /** Messages on the page: 1 or more. */
  readonly limit: number
  /** Events, of whomever, that are looked at for one page: 1 or more. */
  readonly scan: number
  /** Asked after each event: whether the page has taken long enough. */
  readonly late: () => boolean
}

/** A message with the id under which a webhook brings it. */
export interface FeedItem extends Message {
  readonly id: string
}

/** Messages in the order of the log. */
export interface MessagePage {
  readonly items: readonly FeedItem[]
  /** Where the next page goes on: also behind events that led to no message. */
  readonly after: string
  /** Whether there was more to look at; the page may have ended early, even without any message. */
  readonly hasMore: boolean
}

/** An `after` that no page has said. */
export interface BadCursor {
  readonly _tag: 'BadCursor'
}

/** What the reading needs: the log, and the states right after its records. */
export interface MessageSource {
  readonly feed: Feed
  readonly states: LedgerStates
}

/**
 * A page of an organization's messages. Whoever goes on with `after` gets each message once, in the order of the log. The
 * whole log is followed: a store that looks for one organization says nothing meanwhile, and could not be bounded.
 */
export const messagePage = async (
  { feed, states }: MessageSource,
  query: MessageQuery,
): Promise<E.Either<ReadFailure | BadCursor, MessagePage>> => {
  const start = positionOf(query.after)
  if (start === undefined) return E.left({ _tag: 'BadCursor' })
  const items: FeedItem[] = []
  let after = start
  let looked = 0
  for await (const recorded of recordedLog(feed, { organizationId: 'all', after: start })) {
    if (E.isLeft(recorded)) return recorded
    const isFull = items.length >= query.limit || looked >= query.scan || (looked > 0 && query.late())
    if (isFull) return E.right({ items, after: cursorOf(after), hasMore: true })
    const found = await itemsOf(recorded.right, query, states)
    if (E.isLeft(found)) return found
    items.push(...found.right)
    after = recorded.right.position
    looked += 1
  }
  return E.right({ items, after: cursorOf(after), hasMore: false })
}

const itemsOf = async (
  event: RecordedEvent,
  { organizationId, types }: MessageQuery,
  states: LedgerStates,
): Promise<E.Either<ReadFailure, readonly FeedItem[]>> => {
  if (!event.stream.startsWith(`${LEDGER_PREFIX}${organizationId}.`)) return NONE
  const record = readRecord(event)
  if (E.isLeft(record)) return NONE
  const wanted = messageTypes(record.right.event).filter((type) => types?.includes(type) ?? true)
  if (wanted.length === 0) return NONE
  const ledger = await states.after(record.right)
  if (E.isLeft(ledger)) return ledger
  return E.right(
    wanted.flatMap((type) => {
      const message = messageOf(type, record.right, ledger.right)
      return message === undefined ? [] : [{ id: messageId(event.id), ...message }]
    }),
  )
}

const NONE: E.Either<never, readonly FeedItem[]> = E.right([])

const CURSOR = /^p(\d{1,19})$/
/** Stores count in 64 bits. */
const LAST: Position = 2n ** 63n - 1n

/** The beginning has a cursor too: a log may be empty when it is first asked for. */
const cursorOf = (after: Position): string => (after === START ? BEGINNING : `p${after}`)

const positionOf = (cursor: string | null): Position | undefined => {
  if (cursor === null || cursor === BEGINNING) return START
  const digits = CURSOR.exec(cursor)?.[1]
  return digits === undefined || BigInt(digits) > LAST ? undefined : BigInt(digits)
}

const BEGINNING = 'p'
