import * as E from 'fp-ts/lib/Either.js'
import type { FutureFile, NotALedger } from '../problems.js'
import type { Database } from './database.js'
import { APPLICATION_ID, MIGRATIONS } from './schema.js'

/** How many migrations the file has. */
export const schemaVersion = (database: Database): number =>
  Number(database.value('user_version', 'PRAGMA user_version'))

/**
 * Brings the file to today's schema, each step in one transaction; an empty file becomes a ledger. Refuses a later
 * version's file and another application's. Several processes may do this at once: who comes second finds it done.
 */
export const migrate = (database: Database): E.Either<FutureFile | NotALedger, void> => {
  const { file } = database
  if (!isLedgerOrEmpty(database)) return E.left({ _tag: 'NotALedger', file, cause: undefined })
  const known = MIGRATIONS.length
  for (let version = schemaVersion(database); version !== known; version = schemaVersion(database)) {
    if (version > known) return E.left({ _tag: 'FutureFile', file, found: version, known })
    step(database, version)
  }
  return E.right(undefined)
}

const step = (database: Database, version: number): void => {
  database.transaction(() => {
    if (schemaVersion(database) !== version) return
    database.exec(MIGRATIONS[version] ?? '')
    database.exec(`PRAGMA user_version = ${version + 1}`)
  })
}

/** Whether the file says of itself that it is a ledger. */
export const isLedger = (database: Database): boolean => applicationId(database) === APPLICATION_ID

const isLedgerOrEmpty = (database: Database): boolean => {
  if (isLedger(database)) return true
  const tables = database.value('tables', 'SELECT count(*) AS tables FROM sqlite_schema')
  return applicationId(database) === 0 && tables === 0
}

const applicationId = (database: Database): unknown =>
  database.value('application_id', 'PRAGMA application_id')
