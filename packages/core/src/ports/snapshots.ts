import type { Either } from 'fp-ts/lib/Either.js'
import type { StreamName } from '../domain/ids.js'
import type { OutcomeUnknown, ReadFailure } from './failures.js'

/** No part of a snapshot is longer than this many characters (UTF-16 units, so 786,432 bytes at the most). */
export const MAX_SNAPSHOT_PART = 262_144

/**
 * A place for one folded state per stream, so that a long ledger opens without reading all of it. The engine trusts its
 * events, never this: a snapshot that is missing, old, cut off or mixed with another only costs time. So a store may
 * drop any of them, need not sync, and need not write the parts at once. Every adapter passes `snapshotsContract` of
 * `@seat-ledger/testing`.
 */
export interface Snapshots {
  /** The parts that were saved last, in order; none when there is no snapshot of this stream. */
  load(stream: StreamName): Promise<Either<ReadFailure, readonly string[]>>
  /** Replaces the stream's snapshot. The parts are opaque text, each at most `MAX_SNAPSHOT_PART` characters. */
  save(stream: StreamName, parts: readonly string[]): Promise<Either<ReadFailure | OutcomeUnknown, void>>
}
