import type { Snapshots } from '@seat-ledger/core'
import * as E from 'fp-ts/lib/Either.js'
import { bytesOf, textIn } from '../driver/text.js'
import type { Database } from '../file/database.js'
import { patiently } from '../file/patience.js'
import { portFailure } from '../problems.js'

const LOAD = `SELECT ${bytesOf('body')} AS body FROM snapshots WHERE stream = ? ORDER BY part`
const CLEAR = 'DELETE FROM snapshots WHERE stream = ?'
const SAVE = 'INSERT INTO snapshots (stream, part, body) VALUES (?, ?, ?)'

/** Snapshots in the same file, one row for each part. */
export const snapshotsOn = (database: Database, busyMs: number): Snapshots => ({
  load: async (stream) => {
    const rows = await patiently(database.file, busyMs, () => database.all(LOAD, stream))
    if (E.isLeft(rows)) return E.left(portFailure(rows.left.problem))
    return E.right(rows.right.map(({ body }) => textIn(body)))
  },
  save: async (stream, parts) => {
    const saved = await patiently(database.file, busyMs, () =>
      database.transaction(() => {
        database.run(CLEAR, stream)
        for (const [part, body] of parts.entries()) database.run(SAVE, stream, part, body)
      }),
    )
    return E.isLeft(saved) ? E.left(portFailure(saved.left.problem)) : saved
  },
})
