import { setImmediate } from 'node:timers/promises'
import * as E from 'fp-ts/lib/Either.js'
import { patiently } from '../file/patience.js'
import { lastPosition } from '../log/append.js'
import type { FileProblem } from '../problems.js'
import type { Connections } from '../store.js'
import { forget, projectStep } from './project.js'

/** How far a rebuild has come, in positions of the log. */
export interface Progress {
  readonly position: number
  readonly last: number
}

/** What a rebuild did. */
export interface Rebuilt {
  /** The position that the tables show. */
  readonly position: number
  /** Ledger events that this version could not read. */
  readonly skipped: number
}

/**
 * Builds the read model anew from the log; `onProgress` is called after each step. Safe beside running processes and
 * after a crash in the middle: they go on from where it stopped. Until it is done, lists are incomplete.
 */
export const rebuild = async (
  { derived, busyMs }: Connections,
  onProgress: (progress: Progress) => void,
): Promise<E.Either<FileProblem, Rebuilt>> => {
  const forgotten = await patiently(derived.file, busyMs, () => forget(derived))
  if (E.isLeft(forgotten)) return E.left(forgotten.left.problem)
  let skipped = 0
  for (;;) {
    const step = await patiently(derived.file, busyMs, () => ({
      ...projectStep(derived),
      last: lastPosition(derived),
    }))
    if (E.isLeft(step)) return E.left(step.left.problem)
    const { position, last, isBehind } = step.right
    skipped += step.right.skipped.length
    onProgress({ position, last })
    if (!isBehind) return E.right({ position, skipped })
    await setImmediate()
  }
}
