import type { RecordedEvent as ClientEvent, EventData } from '@eventstore/db-client'
import type { EventToAppend, RecordedEvent, StreamName } from '@seat-ledger/core'
import * as E from 'fp-ts/lib/Either.js'
import { lossIn } from './json.js'
import { withConventions, withoutConventions } from './metadata.js'
import { toPosition, toRevision } from './places.js'

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Events for the client, or why they cannot be written. Only data that the client cannot choke on leaves here. */
export const toEventData = (events: readonly EventToAppend[]): E.Either<string, readonly EventData[]> => {
  if (events.length === 0) return E.left('An append holds at least one event')
  const converted: EventData[] = []
  for (const [index, { id, type, data, metadata }] of events.entries()) {
    if (!UUID.test(id)) return E.left(`Event ${index}: the id is not a UUID`)
    if (type === '') return E.left(`Event ${index}: the type is empty`)
    const loss = lossIn(data, 'data') ?? lossIn(metadata, 'metadata')
    if (loss !== undefined) return E.left(`Event ${index}: JSON cannot hold it: ${loss}`)
    const written = withConventions(metadata)
    if (written === undefined)
      return E.left(`Event ${index}: $correlationId and $causationId are the store's own`)
    converted.push({
      id,
      contentType: 'application/json',
      type,
      data: Array.isArray(data) ? data : { ...data },
      metadata: written,
    })
  }
  return E.right(converted)
}

/** An event as the core knows it; undefined when the server gives no position (before 22.6). */
export const toRecordedEvent = (event: ClientEvent): RecordedEvent | undefined => {
  if (event.position === undefined) return undefined
  return {
    stream: event.streamId as StreamName,
    revision: toRevision(event.revision),
    position: toPosition(event.position),
    id: event.id,
    type: event.type,
    data: event.data,
    metadata: withoutConventions(event.metadata),
  }
}
