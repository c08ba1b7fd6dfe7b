import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { afterAll, assert } from 'vitest'
import { describeProblem, openSqlite, type SqliteOptions, type SqliteStore } from '../src/index.js'

const folders: string[] = []

/** A folder that is removed after the test file. */
export const folder = (): string => {
  const path = mkdtempSync(join(tmpdir(), 'seat-ledger-'))
  folders.push(path)
  return path
}

/** A path in a new folder; nothing is there yet. */
export const newFile = (): string => join(folder(), 'ledger.db')

afterAll(() => {
  for (const path of folders) rmSync(path, { recursive: true, force: true })
})

/** A store that must open. */
export const opened = async (options: SqliteOptions): Promise<SqliteStore> => {
  const store = await openSqlite(options)
  assert(E.isRight(store), E.isLeft(store) ? describeProblem(store.left) : '')
  return store.right
}
