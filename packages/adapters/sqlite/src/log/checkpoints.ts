import { type Checkpoints, START } from '@seat-ledger/core'
import * as E from 'fp-ts/lib/Either.js'
import type { Database } from '../file/database.js'
import { patiently } from '../file/patience.js'
import { portFailure } from '../problems.js'

const LOAD = 'SELECT position FROM checkpoints WHERE reader = ?'
const SAVE = `INSERT INTO checkpoints (reader, position) VALUES (?, ?)
  ON CONFLICT (reader) DO UPDATE SET position = excluded.position`

/** Checkpoints in the same file. As text, because a position may have more digits than a double holds. */
export const checkpointsOn = (database: Database, busyMs: number): Checkpoints => ({
  load: async (reader) => {
    const saved = await patiently(database.file, busyMs, () => database.value('position', LOAD, reader))
    if (E.isLeft(saved)) return E.left(portFailure(saved.left.problem))
    return E.right(typeof saved.right === 'string' ? BigInt(saved.right) : START)
  },
  save: async (reader, position) => {
    const saved = await patiently(database.file, busyMs, () => database.run(SAVE, reader, `${position}`))
    return E.isLeft(saved) ? E.left(portFailure(saved.left.problem)) : saved
  },
})
