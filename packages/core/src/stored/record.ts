import * as E from 'fp-ts/lib/Either.js'
import type * as t from 'io-ts'
import { EVENT_CODECS, type LedgerEvent } from '../domain/events.js'
import { type OrganizationId, type PoolId, parseLedgerStream, type StreamName } from '../domain/ids.js'
import type { Position, RecordedEvent } from '../ports/event-store.js'
import { EventMetadata } from './event-metadata.js'
import { quickEvent } from './quick-event.js'
import { quickMetadata } from './quick-metadata.js'
import { upcast } from './upcast.js'

/** A ledger's event, read and checked, with where it stands and who caused it. */
export interface LedgerRecord {
  readonly stream: StreamName
  readonly organizationId: OrganizationId
  readonly poolId: PoolId
  readonly revision: number
  readonly position: Position
  /** The event's UUID. */
  readonly id: string
  readonly event: LedgerEvent
  readonly metadata: EventMetadata
}

/** A stored event that no codec reads: of a type that this version does not know, or with a broken body. */
export interface UnreadableEvent {
  readonly _tag: 'UnreadableEvent'
  readonly stream: StreamName
  readonly revision: number
  readonly type: string
  readonly problem: 'unknown type' | 'broken body' | 'broken metadata' | 'foreign stream'
  /** The fields that are wrong, by name. Never their values. */
  readonly fields: readonly string[]
}

const isLedgerEventType = (type: string): type is LedgerEvent['type'] => Object.hasOwn(EVENT_CODECS, type)

/** Reads what a store gave back. Never throws: what cannot be read is named by stream and revision. */
export const readRecord = (recorded: RecordedEvent): E.Either<UnreadableEvent, LedgerRecord> => {
  const { stream, revision, position, id, type } = recorded
  const unreadable = (problem: UnreadableEvent['problem'], errors: t.Errors = []) =>
    E.left<UnreadableEvent>({
      _tag: 'UnreadableEvent',
      stream,
      revision,
      type,
      problem,
      fields: fieldsOf(errors),
    })
  const name = parseLedgerStream(stream)
  if (name === undefined) return unreadable('foreign stream')
  if (!isLedgerEventType(type)) return unreadable('unknown type')
  const event = readEvent(type, upcast(type, recorded.data))
  if (E.isLeft(event)) return unreadable('broken body', event.left)
  const metadata = readMetadata(recorded.metadata)
  if (E.isLeft(metadata)) return unreadable('broken metadata', metadata.left)
  const { organizationId, poolId } = name
  return E.right({
    stream,
    organizationId,
    poolId,
    revision,
    position,
    id,
    event: event.right,
    metadata: metadata.right,
  })
}

const readEvent = (type: LedgerEvent['type'], data: unknown): E.Either<t.Errors, LedgerEvent> => {
  const event = quickEvent(type, data)
  return event === undefined ? EVENT_CODECS[type].decode(data) : E.right(event)
}

const readMetadata = (data: unknown): E.Either<t.Errors, EventMetadata> => {
  const metadata = quickMetadata(data)
  return metadata === undefined ? EventMetadata.decode(data) : E.right(metadata)
}

const fieldsOf = (errors: t.Errors): readonly string[] => [
  ...new Set(
    errors.map((error) =>
      error.context
        .map((entry) => entry.key)
        .filter((key) => key !== '')
        .join('.'),
    ),
  ),
]
