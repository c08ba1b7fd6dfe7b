import { backup, describeProblem } from '@seat-ledger/sqlite'
import * as E from 'fp-ts/lib/Either.js'
import { type FileFlags, fileOf, refuse, say } from './data-file.js'

/** Writes the copy, and says how large it is. */
export const runBackup = async (target: string, flags: FileFlags): Promise<void> => {
  const made = await backup({ file: fileOf(flags) }, target)
  if (E.isRight(made)) return say(`${target}: ${made.right.bytes} bytes`)
  const problem = made.left
  refuse(
    problem._tag === 'TargetExists'
      ? `${target} is there already, and a backup never writes over anything`
      : describeProblem(problem),
  )
}
