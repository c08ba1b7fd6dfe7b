import { type Checkpoints, type Position, START } from '@seat-ledger/core'
import * as E from 'fp-ts/lib/Either.js'

/** Checkpoints that live as long as the log that they point into. */
export const memoryCheckpoints = (): Checkpoints => {
  const positions = new Map<string, Position>()
  return {
    load: async (reader) => E.right(positions.get(reader) ?? START),
    save: async (reader, position) => {
      positions.set(reader, position)
      return E.right(undefined)
    },
  }
}
