import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describeProblem, openSqlite, type SqliteStore } from '@seat-ledger/sqlite'

const folder = mkdtempSync(join(tmpdir(), 'seat-ledger-bench-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))

let count = 0

/** A path for a new file, removed at the end. */
export const newFile = (): string => join(folder, `${++count}.db`)

/** A store that must open. */
export const open = async (file: string): Promise<SqliteStore> => {
  const store = await openSqlite({ file })
  if (store._tag === 'Left') throw new Error(describeProblem(store.left))
  return store.right
}
