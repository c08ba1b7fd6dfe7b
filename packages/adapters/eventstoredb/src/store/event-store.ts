import type {
  Appended,
  AppendFailure,
  EventStore,
  EventToAppend,
  ReadFailure,
  ReadRange,
  RecordedEvent,
  StreamName,
} from '@seat-ledger/core'
import * as E from 'fp-ts/lib/Either.js'
import type { Connection } from '../connection/connection.js'
import { toEventData, toRecordedEvent } from '../wire/events.js'
import { toExpectedRevision, toPosition, toReadRevision, toRevision } from '../wire/places.js'
import { readEvents } from './read.js'
import { write } from './write.js'

/** The event store on a server. The rules of the port are the server's own; this maps, bounds and classifies. */
export const eventStoreOn = (connection: Connection): EventStore => ({
  append: (stream, expected, events) => append(connection, stream, expected, events),
  read: (stream, range) => read(connection, stream, range),
})

const append = async (
  connection: Connection,
  stream: StreamName,
  expected: number,
  events: readonly EventToAppend[],
): Promise<E.Either<AppendFailure, Appended>> => {
  const converted = toEventData(events)
  if (E.isLeft(converted)) return E.left({ _tag: 'StoreRefused', detail: converted.left, cause: undefined })
  const revision = toExpectedRevision(expected)
  if (revision === undefined) return E.left({ _tag: 'WrongRevision', stream, expected })
  const written = await write(
    connection,
    { stream, expected: revision, events: converted.right },
    { stream, expected },
  )
  if (E.isLeft(written)) return written
  const { nextExpectedRevision, position } = written.right
  const last = toRevision(nextExpectedRevision)
  if (position !== undefined) return E.right({ revision: last, position: toPosition(position) })
  return placeOf(connection, stream, last)
}

/** A server may answer a repeated append without its position. */
const placeOf = async (
  connection: Connection,
  stream: StreamName,
  revision: number,
): Promise<E.Either<AppendFailure, Appended>> => {
  const [event] = E.getOrElse((): readonly RecordedEvent[] => [])(
    await read(connection, stream, { from: revision, limit: 1 }),
  )
  if (event?.revision === revision) return E.right({ revision, position: event.position })
  return E.left({
    _tag: 'OutcomeUnknown',
    detail: 'EventStoreDB: written, but where is not known',
    cause: undefined,
  })
}

const read = async (
  connection: Connection,
  stream: StreamName,
  { from, limit }: ReadRange,
): Promise<E.Either<ReadFailure, readonly RecordedEvent[]>> => {
  if (limit < 1) return E.right([])
  const found = await readEvents(connection, stream, { fromRevision: toReadRevision(from), maxCount: limit })
  if (E.isLeft(found)) return found
  const events: RecordedEvent[] = []
  for (const event of found.right) {
    const recorded = toRecordedEvent(event)
    if (recorded === undefined) return E.left(TOO_OLD)
    events.push(recorded)
  }
  return E.right(events)
}

const TOO_OLD = {
  _tag: 'StoreRefused',
  detail: 'EventStoreDB: the server tells no positions; it must be 23.10 or newer',
  cause: undefined,
} as const satisfies ReadFailure
