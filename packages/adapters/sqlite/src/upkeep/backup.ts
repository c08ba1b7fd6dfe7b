import { closeSync, fsyncSync, openSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import type { Database } from '../file/database.js'
import { type ExistingFile, withFile } from '../file/existing.js'
import { attempt } from '../file/patience.js'
import type { OpenProblem } from '../problems.js'

/** There is something at the path that the backup should have. */
export interface TargetExists {
  readonly _tag: 'TargetExists'
  readonly file: string
}

/** What a backup wrote. */
export interface BackedUp {
  readonly file: string
  readonly bytes: number
}

/**
 * Writes a copy of a ledger as it is at one moment, while others go on using it; they can write meanwhile. The copy is
 * complete and on the disk before it has its name. The work is done without a pause: give it a process of its own, as
 * `seat-ledger backup` does.
 */
export const backup = async (
  source: ExistingFile,
  target: string,
): Promise<E.Either<OpenProblem | TargetExists, BackedUp>> => {
  const file = resolve(target)
  if (statSync(file, { throwIfNoEntry: false }) !== undefined) return E.left({ _tag: 'TargetExists', file })
  return withFile(source, async (database) => {
    const copied = attempt(file, () => copy(database, file))
    return E.isLeft(copied) ? E.left(copied.left.problem) : copied
  })
}

const copy = (database: Database, file: string): BackedUp => {
  const partial = `${file}.partial`
  rmSync(partial, { force: true })
  try {
    database.exec(`VACUUM INTO '${partial.replaceAll("'", "''")}'`)
    sync(partial)
    renameSync(partial, file)
    sync(dirname(file))
    return { file, bytes: statSync(file).size }
  } finally {
    rmSync(partial, { force: true })
  }
}

const sync = (path: string): void => {
  const descriptor = openSync(path, 'r')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}
