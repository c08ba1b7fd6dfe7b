import type { KeyObject } from 'node:crypto'
import { type Clock, type Feed, hashOf, type ReadFailure, recordedLog, START } from '@seat-ledger/core'
import * as E from 'fp-ts/lib/Either.js'
import { HEADER } from '../export/lines.js'
import { closingLines } from '../export/write-export.js'
import type { LedgerHead } from './heads.js'

/** A checkpoint could not be kept. */
export interface NotKept {
  readonly _tag: 'NotKept'
  readonly detail: string
  readonly cause: unknown
}

/** Where checkpoints are kept: elsewhere than the store that they vouch for. */
export interface CheckpointArchive {
  /** Keeps the text of a checkpoint that was made at this UTC instant. Nothing throws. */
  keep(checkpoint: { readonly at: string; readonly text: string }): Promise<E.Either<NotKept, void>>
}

/** How checkpoints are made. */
export interface CheckpointOptions {
  readonly feed: Feed
  readonly clock: Clock
  readonly signingKey: KeyObject
  readonly archive: CheckpointArchive
  /** Milliseconds between two checkpoints. */
  readonly everyMs: number
  /** Ends it. */
  readonly signal: AbortSignal
  /** Told of every checkpoint that could not be made or kept; the next one is tried all the same. */
  readonly onFailure?: (failure: ReadFailure | NotKept) => void
}

/**
 * Makes a checkpoint at once and then at an interval, until `signal`. Each reads only what was appended since the one
 * before; a head for each ledger is held in between. Settles when it has ended; never rejects.
 */
export const keepCheckpoints = async (options: CheckpointOptions): Promise<void> => {
  const { feed, clock, archive, everyMs, signal, onFailure } = options
  const heads = new Map<string, LedgerHead>()
  let [after, events] = [START, 0]
  const readOn = async (): Promise<E.Either<ReadFailure, void>> => {
    for await (const recorded of recordedLog(feed, { organizationId: 'all', after, signal })) {
      if (E.isLeft(recorded)) return recorded
      const { stream, revision, metadata, position } = recorded.right
      heads.set(stream, { stream, revision, hash: hashOf(metadata) })
      after = position
      events += 1
    }
    return E.right(undefined)
  }
  while (!signal.aborted) {
    const read = await readOn()
    if (signal.aborted) return
    if (E.isLeft(read)) onFailure?.(read.left)
    else {
      const kept = await archive.keep(checkpointOf(heads, events, options))
      if (E.isLeft(kept)) onFailure?.(kept.left)
    }
    await clock.sleep(everyMs, signal)
  }
}

const checkpointOf = (
  heads: ReadonlyMap<string, LedgerHead>,
  events: number,
  { clock, signingKey }: CheckpointOptions,
): { readonly at: string; readonly text: string } => {
  const now = clock.now()
  const lines = [...closingLines(heads, 0, { clock: { now: () => now }, signingKey }, events)]
  const text = [HEADER, ...lines.flatMap((line) => (E.isRight(line) ? [line.right] : []))].join('\n')
  return { at: new Date(now).toISOString(), text: `${text}\n` }
}
