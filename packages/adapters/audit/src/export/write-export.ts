import type { KeyObject } from 'node:crypto'
import {
  type Clock,
  type Feed,
  hashOf,
  instantOf,
  type OrganizationId,
  type ReadFailure,
  recordedLog,
  START,
} from '@seat-ledger/core'
import * as E from 'fp-ts/lib/Either.js'
import { byStream, type LedgerHead, leafOf } from '../checkpoint/heads.js'
import { MerkleRoot } from '../checkpoint/merkle.js'
import { signCheckpoint } from '../checkpoint/signing.js'
import { type ExportEnd, endLine, eventLine, HEADER, headLine } from './lines.js'

/** What to export. */
export interface ExportRequest {
  readonly feed: Feed
  /** One organization's ledgers, or everybody's. */
  readonly organizationId: OrganizationId | 'all'
  readonly clock: Pick<Clock, 'now'>
  /** Signs the end; without it the export proves itself consistent, and not that nobody made it anew. */
  readonly signingKey?: KeyObject
  /** Ends the export before its time; what was written is then not a whole export, and verifying says so. */
  readonly signal?: AbortSignal
}

/**
 * The lines of an export, without their line breaks (each is followed by one `\n`). Holds one event at a time and a head
 * for each ledger.
 */
export async function* exportLines(
  request: ExportRequest,
): AsyncGenerator<E.Either<ReadFailure, string>, void, undefined> {
  const { feed, organizationId, signal } = request
  const heads = new Map<string, LedgerHead>()
  const range = { organizationId, after: START, ...(signal !== undefined && { signal }) }
  let n = 0
  yield E.right(HEADER)
  for await (const recorded of recordedLog(feed, range)) {
    if (E.isLeft(recorded)) return yield recorded
    const { stream, revision, metadata } = recorded.right
    heads.set(stream, { stream, revision, hash: hashOf(metadata) })
    n += 1
    yield E.right(eventLine(n, recorded.right))
  }
  if (signal?.aborted !== true) yield* closingLines(heads, n, request)
}

/** The lines after the events: the heads, and the end over them. `n` is the number of the last line before. */
export function* closingLines(
  heads: ReadonlyMap<string, LedgerHead>,
  n: number,
  { clock, signingKey }: Pick<ExportRequest, 'clock' | 'signingKey'>,
  events = n,
): Generator<E.Either<never, string>, void, undefined> {
  const tree = new MerkleRoot()
  let last = n
  for (const head of [...heads.values()].sort(byStream)) {
    tree.add(leafOf(head))
    last += 1
    yield E.right(headLine(last, head))
  }
  const statement = { format: FORMAT, events, ledgers: heads.size, root: tree.root() }
  const end: ExportEnd =
    signingKey === undefined
      ? statement
      : signCheckpoint({ ...statement, at: instantOf(clock.now()) }, signingKey)
  yield E.right(endLine(last + 1, end))
}

const FORMAT = 'seat-ledger-checkpoint-1' as const
