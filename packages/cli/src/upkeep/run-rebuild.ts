import { describeProblem, rebuildFile } from '@seat-ledger/sqlite'
import * as E from 'fp-ts/lib/Either.js'
import { counting } from './counting.js'
import { type FileFlags, fileOf, refuse, say } from './data-file.js'

/** Rebuilds the read model, with a bar, and says what it holds now. */
export const runRebuild = async (flags: FileFlags): Promise<void> => {
  const progress = counting('rebuilding')
  const rebuilt = await rebuildFile({ file: fileOf(flags) }, ({ position, last }) =>
    progress.at(position, last),
  )
  progress.stop()
  if (E.isLeft(rebuilt)) return refuse(describeProblem(rebuilt.left))
  const { position, skipped } = rebuilt.right
  const left = skipped === 0 ? '' : `; ${skipped} events could not be read and were left out`
  say(`rebuilt from ${position} events${left}`)
}
