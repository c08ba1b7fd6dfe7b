import type { Part } from '../harness/part.js'
import { assignAt } from './assign-at.js'
import { groupCommit } from './group-commit.js'
import { heap } from './heap.js'
import { claimByToken, listPage } from './lists.js'
import { manyPools } from './many-pools.js'
import { onePool } from './one-pool.js'
import { opening } from './opening.js'
import { refusal } from './refusal.js'
import { keptVersions, versionStep } from './versions.js'

/** Every part, in the order in which they are run and told. */
export const parts: readonly Part[] = [
  onePool,
  groupCommit,
  assignAt,
  manyPools,
  opening,
  versionStep,
  keptVersions,
  heap,
  listPage,
  claimByToken,
  refusal,
]

export const partNamed = (name: string): Part => {
  const part = parts.find((candidate) => candidate.name === name)
  if (part === undefined)
    throw new Error(`no part ${name}; there are ${parts.map((known) => known.name).join(', ')}`)
  return part
}
