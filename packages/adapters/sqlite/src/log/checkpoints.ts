import { type Checkpoints, type Position, type ReadFailure, START } from '@seat-ledger/core'
import * as E from 'fp-ts/lib/Either.js'
import { bytesOf, textIn } from '../driver/text.js'
import type { Database } from '../file/database.js'
import { patiently } from '../file/patience.js'
import { portFailure } from '../problems.js'

const LOAD = `SELECT ${bytesOf('position')} AS position FROM checkpoints WHERE reader = ?`
const SAVE = `INSERT INTO checkpoints (reader, position) VALUES (?, ?)
  ON CONFLICT (reader) DO UPDATE SET position = excluded.position`

/** Checkpoints in the same file. As text, because a position may have more digits than a double holds. */
export const checkpointsOn = (database: Database, busyMs: number): Checkpoints => ({
  load: async (reader) => {
    const saved = await patiently(database.file, busyMs, () => database.value('position', LOAD, reader))
    if (E.isLeft(saved)) return E.left(portFailure(saved.left.problem))
    return saved.right === undefined ? E.right(START) : positionIn(database.file, textIn(saved.right))
  },
  save: async (reader, position) => {
    const saved = await patiently(database.file, busyMs, () => database.run(SAVE, reader, `${position}`))
    return E.isLeft(saved) ? E.left(portFailure(saved.left.problem)) : saved
  },
})

const positionIn = (file: string, text: string): E.Either<ReadFailure, Position> =>
  /^-?\d+$/.test(text)
    ? E.right(BigInt(text))
    : E.left(
        portFailure({
          _tag: 'FileDamaged',
          file,
          position: null,
          cause: new Error('a checkpoint is no number'),
        }),
      )
