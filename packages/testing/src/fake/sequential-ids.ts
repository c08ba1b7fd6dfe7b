import type { Ids } from '@seat-ledger/core'
import { nodeIds } from '@seat-ledger/node'

/** How ids that count are told from those of another counter. */
export interface SequentialIdsOptions {
  /** 1 to 8 characters of A-Z, a-z, 0-9, _ and -, in front of every number. */
  readonly prefix?: string
}

/**
 * Ids that count, so that a snapshot of what a test did is the same each time: seat `seat_0000000000000001`, command
 * `command-1`. Event ids and fingerprints are hashes in any case. Two engines on one store need two prefixes.
 */
export const sequentialIds = ({ prefix = '' }: SequentialIdsOptions = {}): Ids => {
  let seats = 0
  let commands = 0
  return {
    seat: () => {
      seats += 1
      return `${prefix}seat_`.padEnd(21 - String(seats).length, '0') + String(seats)
    },
    command: () => {
      commands += 1
      return `${prefix}command-${commands}`
    },
    event: nodeIds.event,
    fingerprint: nodeIds.fingerprint,
  }
}
