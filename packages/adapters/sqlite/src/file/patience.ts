import { setTimeout } from 'node:timers/promises'
import * as E from 'fp-ts/lib/Either.js'
import { type FileProblem, problemOf } from '../problems.js'
import { CommitError } from './database.js'

/** How long a driver may block the process for a lock, in milliseconds. Longer waits are ours, with timers. */
export const BLOCKING_MS = 2

const FIRST_WAIT_MS = 1
const LONGEST_WAIT_MS = 25

/** What happened to work on a file. `commit` tells that the error came from COMMIT: it may be done or not. */
export interface Failed {
  readonly problem: FileProblem
  readonly commit: boolean
}

/**
 * Runs work on a file, again and again while another process has it locked, for `busyMs` milliseconds at the most. The
 * waits grow and are spread by chance, so that several waiting processes do not meet again.
 */
export const patiently = async <Value>(
  file: string,
  busyMs: number,
  work: () => Value,
): Promise<E.Either<Failed, Value>> => {
  const deadline = performance.now() + busyMs
  for (let wait = FIRST_WAIT_MS; ; wait = Math.min(LONGEST_WAIT_MS, wait * 2)) {
    const result = attempt(file, work)
    if (E.isRight(result) || result.left.problem._tag !== 'FileBusy') return result
    if (performance.now() >= deadline) return result
    await setTimeout(Math.random() * wait)
  }
}

/** Runs work on a file once. */
export const attempt = <Value>(file: string, work: () => Value): E.Either<Failed, Value> => {
  try {
    return E.right(work())
  } catch (thrown) {
    const commit = thrown instanceof CommitError
    return E.left({ problem: problemOf(file, commit ? thrown.cause : thrown), commit })
  }
}
