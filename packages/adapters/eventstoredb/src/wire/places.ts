import type {
  AppendExpectedRevision,
  Position as ClientPosition,
  ReadPosition,
  ReadRevision,
} from '@eventstore/db-client'
import { NO_STREAM, type Position, START } from '@seat-ledger/core'

/*
 * Our numbering and the server's, and nothing else. Ours: revisions are numbers from 0, NO_STREAM for none; a position
 * is the commit position. Every record that is written over gRPC has the same commit and prepare position.
 */

/** No server counts further. Some send 2^64 − 1 where they mean "nowhere" (KDB-710). */
const FIRST_ABSURD = 2n ** 63n

/** What to tell the server; undefined for a revision that no stream can have. */
export const toExpectedRevision = (expected: number): AppendExpectedRevision | undefined => {
  if (expected === NO_STREAM) return 'no_stream'
  return Number.isSafeInteger(expected) && expected >= 0 ? BigInt(expected) : undefined
}

/** Where a forward read begins, included. */
export const toReadRevision = (from: number): ReadRevision => BigInt(Math.max(0, from))

/** The server's `nextExpectedRevision` is the revision of the last event, so is ours. */
export const toRevision = (revision: bigint): number => Number(revision)

/** A client that gives numbers (some versions do) is understood as well. */
export const toPosition = (position: ClientPosition): Position => BigInt(position.commit)

/** What a subscription starts after, not included. */
export const toReadPosition = (after: Position): ReadPosition =>
  after <= START ? 'start' : { commit: after, prepare: after }

/** Whether there can be such a place in a log. */
export const isPlausible = (position: Position): boolean => position >= START && position < FIRST_ABSURD

/** A checkpoint that this package can go on from: plausible, and one number is enough to name it. */
export const fromCheckpoint = (checkpoint: ClientPosition): Position | undefined => {
  const position = toPosition(checkpoint)
  return isPlausible(position) && BigInt(checkpoint.prepare) === position ? position : undefined
}
