import { setTimeout as wait } from 'node:timers/promises'
import type { Feed, FeedMessage, FeedRange, ReadFailure } from '@seat-ledger/core'
import { CLOSED, type Connection } from '../connection/connection.js'
import { readFailure } from '../connection/failures.js'
import { Progress } from './progress.js'
import { FeedSession } from './session.js'

/** Waits between two subscriptions: a random part of 100 ms, then of twice as much each time, up to 5 s. */
const FIRST_WAIT_MS = 100
const LONGEST_WAIT_MS = 5_000
/** Subscriptions in a row that gave nothing, after which the reader is told; about half a minute. */
const PATIENCE = 12

/** The feed of a server: survives lost connections, restarts and silence, and goes on behind the last event it gave. */
export const feedOn = (connection: Connection): Feed => ({ follow: (range) => follow(connection, range) })

async function* follow(
  connection: Connection,
  { after, prefix, signal }: FeedRange,
): AsyncGenerator<FeedMessage, void, undefined> {
  const stop = new AbortController()
  const abort = (): void => stop.abort()
  signal.addEventListener('abort', abort, { once: true })
  connection.closing.addEventListener('abort', abort, { once: true })
  if (signal.aborted) abort()
  const progress = new Progress(after)
  let failures = 0
  try {
    while (!signal.aborted) {
      if (connection.closing.aborted) return yield { _tag: 'Failed', failure: CLOSED }
      const session = new FeedSession(connection, progress, prefix, stop.signal)
      const end = yield* session.messages()
      if (stop.signal.aborted) continue
      const failure = failureOf(end.error)
      if (failure?._tag === 'StoreRefused' && !progress.retreat()) return yield { _tag: 'Failed', failure }
      failures = session.wasUseful ? 1 : failures + 1
      if (failures > PATIENCE) return yield { _tag: 'Failed', failure: failure ?? ENDED }
      await wait(pause(failures), undefined, { signal: stop.signal }).catch(() => undefined)
    }
  } finally {
    signal.removeEventListener('abort', abort)
    connection.closing.removeEventListener('abort', abort)
  }
}

const ENDED: ReadFailure = {
  _tag: 'StoreUnavailable',
  detail: 'EventStoreDB: the server ends every subscription',
  cause: undefined,
}

const failureOf = (error: unknown): ReadFailure | undefined =>
  error === undefined ? undefined : readFailure(error)

const pause = (failures: number): number =>
  Math.random() * Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (failures - 1))
