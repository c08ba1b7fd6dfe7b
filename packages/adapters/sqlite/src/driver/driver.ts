/** What a statement takes and gives: all that the store keeps is text and whole numbers below 2^53. */
export type SqlValue = string | number | null

/** One row, by column name. A driver may add fields of its own. */
export type SqlRow = { readonly [column: string]: unknown }

/** A prepared statement. Both methods run it to its end, so that no read stays open; they throw what the driver throws. */
export interface SqliteStatement {
  /** Runs a statement that gives no rows. */
  run(...values: readonly SqlValue[]): void
  /** Every row. */
  all(...values: readonly SqlValue[]): readonly SqlRow[]
}

/** One connection to one file. Not shared between threads. */
export interface SqliteConnection {
  /** Runs statements without values. */
  exec(sql: string): void
  /** Prepares one statement. */
  prepare(sql: string): SqliteStatement
  /** Called once. Statements are not used afterwards. */
  close(): void
}

/**
 * A library that speaks SQLite, synchronously. Errors are told apart by SQLite's extended result code, read from the
 * error's `errcode` or `rawCode` (a number) or `code` (its name, as `SQLITE_BUSY`), never by their message.
 */
export interface SqliteDriver {
  /** For messages, as `libsql`. */
  readonly name: string
  /** Opens a file, and makes it when it is not there. */
  open(path: string): SqliteConnection
}
