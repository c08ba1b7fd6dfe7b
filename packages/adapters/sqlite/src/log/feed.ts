import { setImmediate } from 'node:timers/promises'
import type { Feed, FeedMessage, FeedRange, RecordedEvent } from '@seat-ledger/core'
import * as E from 'fp-ts/lib/Either.js'
import type { Database } from '../file/database.js'
import { type Failed, patiently } from '../file/patience.js'
import { portFailure } from '../problems.js'
import type { Arrivals } from './arrivals.js'
import { EVENT_COLUMNS, eventOf } from './stored-event.js'

/** Events that are read at once: what a reader who stops has read in vain, and how long the process is kept busy. */
const PAGE = 256

const AFTER = `SELECT ${EVENT_COLUMNS} FROM events AS e JOIN streams AS s ON s.id = e.stream
  WHERE e.position > ? ORDER BY e.position LIMIT ${PAGE}`

/** The feed on one file. It pulls: a page is read when the reader has had the one before. */
export const feedOn = (database: Database, arrivals: Arrivals, busyMs: number): Feed => ({
  follow: (range) => follow({ database, arrivals, busyMs }, range),
})

interface Source {
  readonly database: Database
  readonly arrivals: Arrivals
  readonly busyMs: number
}

async function* follow(
  source: Source,
  { after, prefix, signal }: FeedRange,
): AsyncGenerator<FeedMessage, void, undefined> {
  const { arrivals } = source
  const leave = arrivals.follow()
  try {
    let position = after
    let told: bigint | undefined
    while (!signal.aborted) {
      const mark = arrivals.mark()
      const page = await pageAfter(source, position)
      if (E.isLeft(page)) return yield { _tag: 'Failed', failure: portFailure(page.left.problem) }
      for (const event of page.right) {
        if (signal.aborted) return
        position = event.position
        if (event.stream.startsWith(prefix)) yield { _tag: 'Event', event }
      }
      if (page.right.length === PAGE) {
        await setImmediate()
        continue
      }
      if (signal.aborted) return
      // A wake-up that brought nothing, as of a checkpoint that was saved, is none for the reader.
      if (told !== position) yield { _tag: 'CaughtUp', position }
      told = position
      await arrivals.since(mark, signal)
    }
  } finally {
    leave()
  }
}

const pageAfter = (
  { database, busyMs }: Source,
  position: bigint,
): Promise<E.Either<Failed, readonly RecordedEvent[]>> =>
  patiently(database.file, busyMs, () =>
    database.all(AFTER, numberOf(position)).map((row) => eventOf(database.file, row)),
  )

/** Positions here begin at 1 and stay far below 2^53; what lies beyond comes after every event. */
const numberOf = (position: bigint): number =>
  position > BigInt(Number.MAX_SAFE_INTEGER) ? Number.MAX_SAFE_INTEGER : Number(position)
