import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { finished } from 'node:stream/promises'

/**
 * Writes a file that is there whole or not at all: under another name first, which is taken away again when `pieces`
 * fails or `signal` aborts. Gives whether the file was written.
 */
export const writeWhole = async (
  path: string,
  pieces: AsyncIterable<string>,
  signal?: AbortSignal,
): Promise<boolean> => {
  const part = `${path}.part`
  const file = createWriteStream(part)
  try {
    for await (const piece of pieces) {
      if (signal?.aborted === true) break
      if (!file.write(piece)) await once(file, 'drain')
    }
    file.end()
    await finished(file)
    if (signal?.aborted === true) return false
    await rename(part, path)
    return true
  } finally {
    file.destroy()
    await rm(part, { force: true })
  }
}
