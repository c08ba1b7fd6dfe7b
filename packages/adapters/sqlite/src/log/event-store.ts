import type { EventStore, RecordedEvent, StreamName } from '@seat-ledger/core'
import * as E from 'fp-ts/lib/Either.js'
import type { Database } from '../file/database.js'
import { patiently } from '../file/patience.js'
import { portFailure } from '../problems.js'
import { damaged, EVENT_COLUMNS, type EventText, eventOf, textOf } from './stored-event.js'
import type { Writer } from './writer.js'

const READ = `SELECT ${EVENT_COLUMNS} FROM streams AS s JOIN events AS e ON e.stream = s.id
  WHERE s.name = ? AND e.revision >= ? ORDER BY e.revision LIMIT ?`

/** The event store on one file. */
export const eventStoreOn = (database: Database, writer: Writer, busyMs: number): EventStore => ({
  append: async (stream, expected, events) => {
    if (events.length === 0) {
      return E.left({ _tag: 'StoreRefused', detail: 'An append holds at least one event', cause: undefined })
    }
    const texts = textsOf(events)
    return E.isLeft(texts) ? texts : writer.append({ stream, expected, events: texts.right })
  },

  read: readStream(database, busyMs),
})

/** Reads streams of one file. */
export const readStream =
  (database: Database, busyMs: number): EventStore['read'] =>
  async (stream, { from, limit }) => {
    const read = await patiently(database.file, busyMs, () => eventsOf(database, stream, from, limit))
    return E.isLeft(read) ? E.left(portFailure(read.left.problem)) : read
  }

const textsOf = (
  events: Parameters<EventStore['append']>[2],
): E.Either<StoreRefusal, readonly EventText[]> => {
  try {
    return E.right(events.map(textOf))
  } catch (cause) {
    return E.left({ _tag: 'StoreRefused', detail: 'An event is not JSON', cause })
  }
}

interface StoreRefusal {
  readonly _tag: 'StoreRefused'
  readonly detail: string
  readonly cause: unknown
}

/** A stream has no gaps: where one is found, the file has lost events. */
const eventsOf = (
  database: Database,
  stream: StreamName,
  from: number,
  limit: number,
): readonly RecordedEvent[] => {
  const events = database.all(READ, stream, from, limit).map((row) => eventOf(database.file, row))
  for (const [index, event] of events.entries()) {
    if (event.revision !== Math.max(0, from) + index) {
      throw damaged(
        database.file,
        Number(event.position),
        `${stream} has a gap before revision ${event.revision}`,
      )
    }
  }
  return events
}
