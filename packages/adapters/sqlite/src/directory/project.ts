import { type LedgerRecord, readRecord, type UnreadableEvent } from '@seat-ledger/core'
import * as E from 'fp-ts/lib/Either.js'
import type { Database } from '../file/database.js'
import { lastPosition } from '../log/append.js'
import { EVENT_COLUMNS, eventOf } from '../log/stored-event.js'
import { Batch } from './batch.js'
import { foldRecord } from './fold.js'
import { numberIn } from './rows.js'

/** The name of the read model, and the version of its tables and fold: raise it when either changes its meaning. */
const NAME = 'seat-directory'
const VERSION = 1

/** Events of one transaction: a few milliseconds of work, in which no other process writes. */
const BATCH = 500

const AFTER = `SELECT ${EVENT_COLUMNS} FROM events AS e JOIN streams AS s ON s.id = e.stream
  WHERE e.position > ? ORDER BY e.position LIMIT ${BATCH}`
const FIND = 'SELECT position FROM projections WHERE name = ? AND version = ?'
const SAVE = `INSERT INTO projections (name, version, position) VALUES (?, ?, ?)
  ON CONFLICT (name) DO UPDATE SET version = excluded.version, position = excluded.position`

/** What one step did. */
export interface Step {
  /** Everything up to here is in the tables. */
  readonly position: number
  /** Whether there may be more. */
  readonly isBehind: boolean
  /** Ledger events that this version cannot read, and that were passed over. */
  readonly skipped: readonly UnreadableEvent[]
}

/** How far the tables are; undefined when they have to be built anew, because there are none of this version. */
export const projectedTo = (database: Database): number | undefined => {
  const row = database.all(FIND, NAME, VERSION)[0]
  return row === undefined ? undefined : numberIn(row, 'position')
}

/**
 * Folds the next events into the tables, with the checkpoint in the same transaction: so it does not matter how many
 * processes do this, or where one of them dies.
 */
export const projectStep = (database: Database): Step => {
  const position = projectedTo(database)
  const isDone = position !== undefined && position >= lastPosition(database)
  return isDone ? { position, isBehind: false, skipped: [] } : foldNext(database)
}

const foldNext = (database: Database): Step =>
  database.transaction(() => {
    const from = projectedTo(database) ?? clear(database)
    const events = database.all(AFTER, from).map((row) => eventOf(database.file, row))
    const batch = new Batch(database)
    const skipped: UnreadableEvent[] = []
    for (const event of events) {
      const record: E.Either<UnreadableEvent, LedgerRecord> = readRecord(event)
      if (E.isRight(record)) foldRecord(batch, record.right)
      else if (record.left.problem !== 'foreign stream') skipped.push(record.left)
    }
    batch.write()
    const position = Number(events.at(-1)?.position ?? from)
    if (position !== from) database.run(SAVE, NAME, VERSION, position)
    return { position, isBehind: events.length === BATCH, skipped }
  })

/** Empties the tables, so that the log is folded from its start; gives that start. */
export const forget = (database: Database): void => {
  database.transaction(() => clear(database))
}

const clear = (database: Database): number => {
  for (const table of ['seats', 'pools', 'owners', 'organizations']) database.run(`DELETE FROM ${table}`)
  database.run(SAVE, NAME, VERSION, 0)
  return 0
}
