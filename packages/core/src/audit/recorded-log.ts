import * as E from 'fp-ts/lib/Either.js'
import { LEDGER_PREFIX, type OrganizationId } from '../domain/ids.js'
import type { Position, RecordedEvent } from '../ports/event-store.js'
import type { ReadFailure } from '../ports/failures.js'
import type { Feed } from '../ports/feed.js'

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
  const prefix = prefixOf(organizationId)
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

/** What the names of an organization's ledgers begin with. */
export const prefixOf = (organizationId: OrganizationId | 'all'): string =>
  organizationId === 'all' ? LEDGER_PREFIX : `${LEDGER_PREFIX}${organizationId}.`
