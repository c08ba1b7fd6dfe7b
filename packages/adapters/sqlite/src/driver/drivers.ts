import { createRequire } from 'node:module'
import type { SqliteConnection, SqliteDriver, SqliteStatement } from './driver.js'

/** The part that the three libraries have in common: a class whose instances are connections. */
type Database = new (path: string) => SqliteConnection

/**
 * The libraries that this package knows, best first: what comes with Node, then what brings its binary inside its npm
 * package, then what has to be compiled and is there only if the host wants it.
 */
const LIBRARIES = ['node:sqlite', 'libsql', 'better-sqlite3'] as const

/** A library that `sqliteDriver` finds by itself. */
export type SqliteLibrary = (typeof LIBRARIES)[number]

/** The driver on one library; undefined where it is not installed or does not load, as `node:sqlite` before Node 22.13. */
export const sqliteDriverOf = (library: SqliteLibrary): SqliteDriver | undefined => {
  const database = load(library)
  return database === undefined ? undefined : { name: library, open: (path) => connect(new database(path)) }
}

/** The best driver there is; undefined when there is none. */
export const sqliteDriver = (): SqliteDriver | undefined => {
  for (const library of LIBRARIES) {
    const driver = sqliteDriverOf(library)
    if (driver !== undefined) return driver
  }
  return undefined
}

const load = (library: SqliteLibrary): Database | undefined => {
  try {
    const module: unknown = createRequire(import.meta.url)(library)
    const database = library === 'node:sqlite' ? memberOf(module, 'DatabaseSync') : module
    return typeof database === 'function' ? (database as Database) : undefined
  } catch {
    return undefined
  }
}

const memberOf = (module: unknown, name: string): unknown =>
  typeof module === 'object' && module !== null ? Reflect.get(module, name) : undefined

const connect = (database: SqliteConnection): SqliteConnection => ({
  exec: (sql) => {
    database.exec(sql)
  },
  prepare: (sql) => statement(database.prepare(sql)),
  close: () => database.close(),
})

/** Closures, because the libraries' methods need their `this`. */
const statement = (prepared: SqliteStatement): SqliteStatement => ({
  run: (...values) => {
    prepared.run(...values)
  },
  all: (...values) => prepared.all(...values),
})
