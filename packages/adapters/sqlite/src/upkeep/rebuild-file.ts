import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { type Progress, type Rebuilt, rebuild } from '../directory/rebuild.js'
import type { ExistingFile } from '../file/existing.js'
import type { OpenProblem } from '../problems.js'
import { openStore } from '../store.js'

/**
 * Builds the read model of a file anew from its log; `onProgress` is called after each step. Others may use the file
 * meanwhile, and find lists incomplete until it is done. A file of an earlier version is brought to today's schema.
 */
export const rebuildFile = async (
  source: ExistingFile,
  onProgress: (progress: Progress) => void = () => undefined,
): Promise<E.Either<OpenProblem, Rebuilt>> => {
  const file = resolve(source.file)
  if (statSync(file, { throwIfNoEntry: false }) === undefined) {
    return E.left({ _tag: 'CannotOpen', file, cause: new Error('there is no such file') })
  }
  const opened = await openStore(source)
  if (E.isLeft(opened)) return opened
  const { store, connections } = opened.right
  const rebuilt = await rebuild(connections, onProgress)
  store.close()
  return rebuilt
}
