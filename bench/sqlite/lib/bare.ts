import type { EventToAppend } from '@seat-ledger/core'
import Database from 'libsql'

/**
 * The same bytes through the driver alone: the same table and keys, one INSERT for each event, `perTransaction` of them
 * in one transaction. No reading, no deciding, no promise. Events per second.
 */
export const insertBare = (
  file: string,
  events: readonly EventToAppend[],
  perTransaction: number,
): number => {
  const texts = events.map(({ id, type, data, metadata }) => [
    id,
    type,
    JSON.stringify(data),
    JSON.stringify(metadata),
  ])
  const database = new Database(file)
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL')
  database.exec(`CREATE TABLE events (position INTEGER PRIMARY KEY, stream INTEGER NOT NULL, revision INTEGER NOT NULL,
    id TEXT NOT NULL UNIQUE, type TEXT NOT NULL, data TEXT NOT NULL, metadata TEXT NOT NULL, checksum INTEGER NOT NULL,
    UNIQUE (stream, revision)) STRICT`)
  const insert = database.prepare('INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
  const [begin, commit] = [database.prepare('BEGIN IMMEDIATE'), database.prepare('COMMIT')]
  const start = performance.now()
  for (let from = 0; from < texts.length; from += perTransaction) {
    begin.run()
    for (let index = from; index < Math.min(from + perTransaction, texts.length); index++) {
      const [id, type, data, metadata] = texts[index] ?? []
      insert.run(index, 1, index, id, type, data, metadata, 0)
    }
    commit.run()
  }
  const rate = texts.length / ((performance.now() - start) / 1_000)
  database.close()
  return rate
}
