import { mkdir, open, rename } from 'node:fs/promises'
import { join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import type { CheckpointArchive } from './keep-checkpoints.js'

/**
 * Keeps each checkpoint as a file of its own, `checkpoint-<time>.ndjson`, in a folder that is made when it is missing. A
 * file is there whole or not at all. Put the folder where the store's writers cannot write.
 */
export const fileArchive = (folder: string): CheckpointArchive => ({
  keep: async ({ at, text }) => {
    try {
      await mkdir(folder, { recursive: true })
      const path = join(folder, `checkpoint-${at.replaceAll(':', '')}.ndjson`)
      const file = await open(`${path}.part`, 'w')
      try {
        await file.writeFile(text)
        await file.sync()
      } finally {
        await file.close()
      }
      await rename(`${path}.part`, path)
      return E.right(undefined)
    } catch (cause) {
      return E.left({ _tag: 'NotKept', detail: 'The checkpoint could not be written to its file', cause })
    }
  },
})
