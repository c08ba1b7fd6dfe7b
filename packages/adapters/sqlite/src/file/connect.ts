import { accessSync, constants, statSync } from 'node:fs'
import * as E from 'fp-ts/lib/Either.js'
import type { SqliteDriver } from '../driver/driver.js'
import { type FileProblem, type OpenProblem, ProblemError } from '../problems.js'
import { Database } from './database.js'
import { migrate } from './migrate.js'
import { BLOCKING_MS, patiently } from './patience.js'

/**
 * When an append is on the disk. `full`: before it is answered, so a power cut loses nothing. `normal`: some time
 * later, so a power cut may lose the last appends, though never the file's soundness, and a crash of the process none.
 */
export type Durability = 'full' | 'normal'

export interface ConnectOptions {
  readonly driver: SqliteDriver
  readonly file: string
  readonly durability: Durability
  readonly busyMs: number
}

/** Opens a ledger file, makes it when it is not there, and brings it to today's schema. */
export const connect = async (options: ConnectOptions): Promise<E.Either<OpenProblem, Database>> => {
  const { file, busyMs } = options
  const opened = await connectAsIs(options)
  if (E.isLeft(opened)) return opened
  const database = opened.right
  const migrated = await patiently(file, busyMs, () => migrate(database))
  if (E.isRight(migrated) && E.isRight(migrated.right)) return E.right(database)
  database.close()
  if (E.isLeft(migrated)) return E.left(explained(file, migrated.left.problem))
  return E.isLeft(migrated.right) ? migrated.right : E.right(database)
}

/** Opens a file without changing its schema, whatever that is. */
export const connectAsIs = async (options: ConnectOptions): Promise<E.Either<FileProblem, Database>> => {
  const { file, busyMs } = options
  const obstacle = obstacleAt(file)
  if (obstacle !== undefined) return E.left(obstacle)
  const opened = await patiently(file, busyMs, () => open(options))
  return E.isLeft(opened) ? E.left(explained(file, opened.left.problem)) : opened
}

const open = ({ driver, file, durability }: ConnectOptions): Database => {
  const database = new Database(file, openFile(driver, file))
  try {
    database.all(`PRAGMA busy_timeout = ${BLOCKING_MS}`)
    if (database.value('journal_mode', 'PRAGMA journal_mode = WAL') !== 'wal') {
      throw new ProblemError({
        _tag: 'CannotOpen',
        file,
        cause: new Error('the file cannot have a write-ahead log'),
      })
    }
    for (const pragma of PRAGMAS) database.exec(`PRAGMA ${pragma}`)
    database.exec(`PRAGMA synchronous = ${durability.toUpperCase()}`)
    // A file that cannot be written is told now and not at the first command.
    database.tryToWrite()
    return database
  } catch (cause) {
    database.close()
    throw cause
  }
}

/** A damaged page is noticed when it is read; no statement of a crafted file is run. */
const PRAGMAS = ['cell_size_check = ON', 'trusted_schema = OFF', 'temp_store = MEMORY', 'cache_size = -16000']

/** Not every driver tells by a code why it cannot open a file. */
const openFile = (driver: SqliteDriver, file: string): ReturnType<SqliteDriver['open']> => {
  try {
    return driver.open(file)
  } catch (cause) {
    throw new ProblemError({ _tag: 'CannotOpen', file, cause })
  }
}

/** What the file system says before SQLite is asked. */
const obstacleAt = (file: string): FileProblem | undefined => {
  const found = statSync(file, { throwIfNoEntry: false })
  if (found === undefined || found.isFile()) return undefined
  return { _tag: 'CannotOpen', file, cause: new Error('it is not a file') }
}

/** SQLite says of a file in a folder that cannot be written only that it cannot open its log. */
const explained = (file: string, problem: FileProblem): FileProblem => {
  if (problem._tag !== 'CannotOpen' || statSync(file, { throwIfNoEntry: false }) === undefined) return problem
  try {
    accessSync(file, constants.W_OK)
    return problem
  } catch (cause) {
    return { _tag: 'FileReadOnly', file, cause }
  }
}
