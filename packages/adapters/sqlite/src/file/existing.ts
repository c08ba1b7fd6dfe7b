import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import type { SqliteDriver } from '../driver/driver.js'
import { sqliteDriver } from '../driver/drivers.js'
import type { OpenProblem } from '../problems.js'
import { connectAsIs } from './connect.js'
import type { Database } from './database.js'
import { isLedger, schemaVersion } from './migrate.js'
import { MIGRATIONS } from './schema.js'

/** Which file an upkeep task is about. */
export interface ExistingFile {
  readonly file: string
  /** The library to use; the best one installed when left out. */
  readonly driver?: SqliteDriver
  /** How long to wait for other processes that write, in milliseconds; default 5,000. */
  readonly busyMs?: number
}

/**
 * Runs a task on a ledger file that is there, on a connection of its own and without changing its schema: a server of
 * an earlier version may be using it.
 */
export const withFile = async <Value>(
  { file: path, driver = sqliteDriver(), busyMs = 5_000 }: ExistingFile,
  task: (database: Database, busyMs: number) => Promise<E.Either<OpenProblem, Value>>,
): Promise<E.Either<OpenProblem, Value>> => {
  if (driver === undefined) return E.left({ _tag: 'NoDriver' })
  const file = resolve(path)
  if (statSync(file, { throwIfNoEntry: false }) === undefined) {
    return E.left({ _tag: 'CannotOpen', file, cause: new Error('there is no such file') })
  }
  const opened = await connectAsIs({ driver, file, durability: 'full', busyMs })
  if (E.isLeft(opened)) return opened
  const database = opened.right
  try {
    if (!isLedger(database)) return E.left({ _tag: 'NotALedger', file, cause: undefined })
    const found = schemaVersion(database)
    const known = MIGRATIONS.length
    return found > known ? E.left({ _tag: 'FutureFile', file, found, known }) : await task(database, busyMs)
  } finally {
    database.close()
  }
}
