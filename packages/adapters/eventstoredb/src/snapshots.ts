import { randomUUID } from 'node:crypto'
import type { RecordedEvent as ClientEvent, EventData } from '@eventstore/db-client'
import type { AppendFailure, OutcomeUnknown, ReadFailure, Snapshots, StreamName } from '@seat-ledger/core'
import * as E from 'fp-ts/lib/Either.js'
import type { Connection } from './connection/connection.js'
import { snapshotStream } from './side-stream.js'
import { dropBefore } from './store/keep-last.js'
import { readEvents } from './store/read.js'
import { write } from './store/write.js'
import { toExpectedRevision, toRevision } from './wire/places.js'

/** An append of one part stays below the server's limit of 1 MiB: a part has at most 786,432 bytes. */
const PART = 'SnapshotPart'
/** How often a part is sent whose outcome is not known. */
const ATTEMPTS = 5

/**
 * Snapshots, each in a stream beside its ledger: one event per part, appended one after another, each at the revision
 * behind the last. Who is overtaken by another process gives up, so the parts of one snapshot lie together; when it is
 * complete, what lies before it is dropped.
 */
export const snapshotsOn = (connection: Connection): Snapshots => ({
  load: (stream) => load(connection, stream),
  save: (stream, parts) => save(connection, stream, parts),
})

const load = async (
  connection: Connection,
  stream: StreamName,
): Promise<E.Either<ReadFailure, readonly string[]>> => {
  const read = await readEvents(connection, snapshotStream(stream), { fromRevision: 'start' })
  return E.isLeft(read) ? read : E.right(lastComplete(read.right))
}

/** What each part says of itself, besides its text. */
interface PartOf {
  readonly snapshot: string
  readonly index: number
  readonly of: number
}

const lastComplete = (events: readonly ClientEvent[]): readonly string[] => {
  let complete: readonly string[] = []
  let current: string[] = []
  let snapshot = ''
  for (const event of events) {
    const part = partOf(event.metadata)
    if (part === undefined || !(event.data instanceof Uint8Array)) continue
    if (part.index === 0) {
      current = []
      snapshot = part.snapshot
    }
    if (part.snapshot !== snapshot || part.index !== current.length) continue
    current.push(Buffer.from(event.data).toString('utf8'))
    if (current.length === part.of) complete = current
  }
  return complete
}

const partOf = (metadata: unknown): PartOf | undefined => {
  if (typeof metadata !== 'object' || metadata === null) return undefined
  if (!('snapshot' in metadata && 'index' in metadata && 'of' in metadata)) return undefined
  const { snapshot, index, of } = metadata
  if (typeof snapshot !== 'string' || typeof index !== 'number' || typeof of !== 'number') return undefined
  return { snapshot, index, of }
}

const save = async (
  connection: Connection,
  ledger: StreamName,
  parts: readonly string[],
): Promise<E.Either<ReadFailure | OutcomeUnknown, void>> => {
  const stream = snapshotStream(ledger)
  const last = await readEvents(connection, stream, {
    direction: 'backwards',
    fromRevision: 'end',
    maxCount: 1,
  })
  if (E.isLeft(last)) return last
  const [event] = last.right
  const before = event === undefined ? undefined : toRevision(event.revision)
  const snapshot = randomUUID()
  let expected = before
  for (const [index, text] of parts.entries()) {
    const data = partEvent({ snapshot, index, of: parts.length }, text)
    const written = await settled(connection, { ledger, stream, expected, event: data })
    if (E.isLeft(written)) return E.left(failureOf(written.left))
    expected = written.right
  }
  if (before !== undefined && expected !== undefined)
    await dropBefore(connection, stream, expected - parts.length + 1)
  return E.right(undefined)
}

const partEvent = (part: PartOf, text: string): EventData => ({
  id: randomUUID(),
  contentType: 'application/octet-stream',
  type: PART,
  data: Uint8Array.from(Buffer.from(text, 'utf8')),
  metadata: { ...part },
})

interface PartWrite {
  readonly ledger: StreamName
  readonly stream: string
  /** Undefined where the stream has no events that can be seen: it is new, or was truncated. */
  readonly expected: number | undefined
  readonly event: EventData
}

/** Writes one part; sent again, it is the same append. Gives its revision. */
const settled = async (
  connection: Connection,
  { ledger, stream, expected, event }: PartWrite,
): Promise<E.Either<AppendFailure, number>> => {
  const revision = expected === undefined ? 'any' : (toExpectedRevision(expected) ?? 'any')
  for (let attempt = 1; ; attempt += 1) {
    const written = await write(
      connection,
      { stream, expected: revision, events: [event] },
      { stream: ledger, expected: expected ?? 0 },
    )
    if (E.isRight(written)) return E.right(toRevision(written.right.nextExpectedRevision))
    if (written.left._tag !== 'OutcomeUnknown' || attempt >= ATTEMPTS) return written
  }
}

/** Whatever stood in the way, a later snapshot is as good. */
const failureOf = (failure: AppendFailure): ReadFailure | OutcomeUnknown =>
  'cause' in failure
    ? failure
    : { _tag: 'StoreUnavailable', detail: `EventStoreDB: ${failure._tag}`, cause: failure }
