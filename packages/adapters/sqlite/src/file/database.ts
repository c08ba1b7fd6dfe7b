import type { SqliteConnection, SqliteStatement, SqlRow, SqlValue } from '../driver/driver.js'
import { type FileProblem, ProblemError } from '../problems.js'

/** SQLite answered a COMMIT with an error, so the transaction may be on the disk or not. */
export class CommitError extends Error {
  constructor(cause: unknown) {
    super('COMMIT failed', { cause })
  }
}

/**
 * One connection with its prepared statements. Everything is synchronous and throws; what calls it turns that into
 * values. Closing it also ends its statements, which some drivers leave alive.
 */
export class Database {
  readonly file: string
  private readonly connection: SqliteConnection
  private readonly prepared = new Map<string, SqliteStatement>()
  private closed = false

  constructor(file: string, connection: SqliteConnection) {
    this.file = file
    this.connection = connection
  }

  exec(sql: string): void {
    this.guard()
    this.connection.exec(sql)
  }

  /** Runs a statement that gives no rows; prepared once per text. */
  run(sql: string, ...values: readonly SqlValue[]): void {
    this.statement(sql).run(...values)
  }

  /** Every row of a query; prepared once per text. */
  all(sql: string, ...values: readonly SqlValue[]): readonly SqlRow[] {
    return this.statement(sql).all(...values)
  }

  /** The first column of the first row that has this name; undefined when there is no row. */
  value(column: string, sql: string, ...values: readonly SqlValue[]): unknown {
    return this.all(sql, ...values)[0]?.[column]
  }

  /**
   * Runs `body` in one write transaction: all of it is recorded or nothing. The lock is taken at the start, so that
   * nothing that `body` reads can change before it writes.
   */
  transaction<Value>(body: () => Value): Value {
    this.run('BEGIN IMMEDIATE')
    let value: Value
    try {
      value = body()
    } catch (cause) {
      this.rollback()
      throw cause
    }
    try {
      this.run('COMMIT')
    } catch (cause) {
      this.rollback()
      throw new CommitError(cause)
    }
    return value
  }

  /** Runs `body` in one read transaction: all that it reads is of the same moment. It must not write or wait. */
  reading<Value>(body: () => Value): Value {
    this.run('BEGIN')
    try {
      return body()
    } finally {
      this.rollback()
    }
  }

  /** Throws when the file cannot be written. SQLite gives even BEGIN IMMEDIATE on such a file; only a write tells. */
  tryToWrite(): void {
    const version = Number(this.value('user_version', 'PRAGMA user_version'))
    this.reading(() => this.exec(`PRAGMA user_version = ${version}`))
  }

  close(): void {
    if (this.closed) return
    this.closed = true
    this.prepared.clear()
    this.connection.close()
  }

  /** SQLite rolls back by itself after some errors, a full disk among them; then there is nothing left to roll back. */
  private rollback(): void {
    try {
      this.run('ROLLBACK')
    } catch {
      // No transaction is open.
    }
  }

  private statement(sql: string): SqliteStatement {
    this.guard()
    const known = this.prepared.get(sql)
    if (known !== undefined) return known
    const statement = this.connection.prepare(sql)
    this.prepared.set(sql, statement)
    return statement
  }

  private guard(): void {
    if (this.closed) throw new ProblemError({ _tag: 'StoreClosed', file: this.file } satisfies FileProblem)
  }
}
