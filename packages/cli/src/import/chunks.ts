import { createHash } from 'node:crypto'
import type { TeamRow } from './read-team.js'

/** Rows that are sent together, and the key of their request. */
export interface Chunk {
  readonly rows: readonly TeamRow[]
  readonly idempotencyKey: string
}

/**
 * Cuts a team into requests. A key is made of the pool, the run's name, the place of the chunk and its addresses: the same
 * import, begun again after whatever happened, sends the same requests, and the server answers those it knows once more.
 */
export const chunksOf = (
  rows: readonly TeamRow[],
  { size, poolId, run }: { readonly size: number; readonly poolId: string; readonly run: string },
): readonly Chunk[] => {
  const chunks: Chunk[] = []
  for (let start = 0; start < rows.length; start += size) {
    const part = rows.slice(start, start + size)
    const content = JSON.stringify([poolId, run, start, part.map(({ email }) => email)])
    const digest = createHash('sha256').update(content).digest('base64url')
    chunks.push({ rows: part, idempotencyKey: `import-${digest}` })
  }
  return chunks
}
