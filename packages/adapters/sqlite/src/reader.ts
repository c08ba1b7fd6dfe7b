import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import type { EventStore, Feed } from '@seat-ledger/core'
import * as E from 'fp-ts/lib/Either.js'
import { sqliteDriver } from './driver/drivers.js'
import { Database } from './file/database.js'
import type { ExistingFile } from './file/existing.js'
import { isLedger, schemaVersion } from './file/migrate.js'
import { attempt, BLOCKING_MS } from './file/patience.js'
import { MIGRATIONS } from './file/schema.js'
import { Arrivals } from './log/arrivals.js'
import { readStream } from './log/event-store.js'
import { feedOn } from './log/feed.js'
import { type OpenProblem, ProblemError } from './problems.js'

/** A ledger file that can only be read. */
export interface SqliteReader {
  /** The file's absolute path. */
  readonly file: string
  /** Refuses every append. */
  readonly eventStore: EventStore
  readonly feed: Feed
  /** Can be called again. */
  readonly close: () => void
}

const POLL_MS = 500

/**
 * Opens a ledger file that is there, for an auditor: it is neither made nor migrated, and SQLite itself refuses every
 * write on this connection. A server may go on using it.
 */
export const openSqliteReader = async ({
  file: path,
  driver = sqliteDriver(),
  busyMs = 5_000,
}: ExistingFile): Promise<E.Either<OpenProblem, SqliteReader>> => {
  if (driver === undefined) return E.left({ _tag: 'NoDriver' })
  const file = resolve(path)
  if (statSync(file, { throwIfNoEntry: false })?.isFile() !== true)
    return E.left({ _tag: 'CannotOpen', file, cause: new Error('there is no such file') })
  const opened = attempt(file, () => openReading(file, driver))
  if (E.isLeft(opened)) return E.left(opened.left.problem)
  const database = opened.right
  const found = schemaVersion(database)
  const known = MIGRATIONS.length
  if (found > known) {
    database.close()
    return E.left({ _tag: 'FutureFile', file, found, known })
  }
  const arrivals = new Arrivals(database, POLL_MS)
  return E.right({
    file,
    eventStore: {
      append: async () =>
        E.left({ _tag: 'StoreRefused', detail: 'The file was opened for reading only', cause: undefined }),
      read: readStream(database, busyMs),
    },
    feed: feedOn(database, arrivals, busyMs),
    close: () => {
      database.close()
      arrivals.announce()
    },
  })
}

const openReading = (file: string, driver: NonNullable<ExistingFile['driver']>): Database => {
  const database = new Database(file, driver.open(file))
  try {
    for (const pragma of PRAGMAS) database.all(`PRAGMA ${pragma}`)
    if (!isLedger(database)) throw new ProblemError({ _tag: 'NotALedger', file, cause: undefined })
    return database
  } catch (cause) {
    database.close()
    throw cause
  }
}

const PRAGMAS = [
  `busy_timeout = ${BLOCKING_MS}`,
  'query_only = ON',
  'cell_size_check = ON',
  'trusted_schema = OFF',
  'temp_store = MEMORY',
]
