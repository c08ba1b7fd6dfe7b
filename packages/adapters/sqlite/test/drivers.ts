import { type SqliteDriver, type SqliteLibrary, sqliteDriverOf } from '../src/index.js'

const LIBRARIES: readonly SqliteLibrary[] = ['node:sqlite', 'libsql', 'better-sqlite3']

/** Each library that the adapter knows, and its driver where it is installed here. */
export const DRIVERS: readonly { readonly name: SqliteLibrary; readonly driver: SqliteDriver | undefined }[] =
  LIBRARIES.map((name) => ({ name, driver: sqliteDriverOf(name) }))

/** Why a library is not tested here. */
export const REASONS: Readonly<Record<SqliteLibrary, string>> = {
  'node:sqlite': `it comes with Node 22.13 and later, this is ${process.version}`,
  libsql: 'it is not installed',
  'better-sqlite3': 'it is not installed: the workspace compiles nothing',
}
