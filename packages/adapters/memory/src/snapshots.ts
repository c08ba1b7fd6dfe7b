import type { Snapshots, StreamName } from '@seat-ledger/core'
import * as E from 'fp-ts/lib/Either.js'

/**
 * Snapshots in memory, for tests. `memoryPlatform` has none: a log in memory is read faster than a snapshot is parsed.
 */
export const memorySnapshots = (): Snapshots => {
  const saved = new Map<StreamName, readonly string[]>()
  return {
    load: async (stream) => E.right(saved.get(stream) ?? []),
    save: async (stream, parts) => {
      saved.set(stream, [...parts])
      return E.right(undefined)
    },
  }
}
