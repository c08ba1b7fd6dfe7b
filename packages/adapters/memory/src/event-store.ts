import {
  type Appended,
  type EventStore,
  type EventToAppend,
  NO_STREAM,
  type RecordedEvent,
  type StreamName,
} from '@seat-ledger/core'
import * as E from 'fp-ts/lib/Either.js'
import type { MemoryLog } from './log.js'

/**
 * The event store on a log in memory. No step awaits, so appends cannot meet: the whole store is atomic. It keeps the
 * `data` and `metadata` objects that it is given and gives the same ones back; nobody may change them.
 */
export const eventStoreOn = (log: MemoryLog): EventStore => ({
  append: async (stream, expected, events) => {
    if (events.length === 0)
      return E.left({ _tag: 'StoreRefused', detail: 'An append holds at least one event', cause: undefined })
    const recorded = log.streams.get(stream) ?? NO_EVENTS
    if (expected === recorded.length - 1) return E.right(write(log, stream, events))
    const last = alreadyRecorded(recorded, expected, events)
    return last === undefined ? E.left({ _tag: 'WrongRevision', stream, expected }) : E.right(placeOf(last))
  },

  read: async (stream, { from, limit }) =>
    E.right((log.streams.get(stream) ?? NO_EVENTS).slice(from, from + limit)),
})

const NO_EVENTS: readonly RecordedEvent[] = []

const write = (log: MemoryLog, stream: StreamName, events: readonly EventToAppend[]): Appended => {
  const recorded = streamOf(log, stream)
  for (const { id, type, data, metadata } of events) {
    const event = {
      stream,
      revision: recorded.length,
      position: BigInt(log.events.length),
      id,
      type,
      data,
      metadata,
    }
    recorded.push(event)
    log.events.push(event)
  }
  if (log.waiting.size > 0) wake(log.waiting)
  return { revision: recorded.length - 1, position: BigInt(log.events.length - 1) }
}

const streamOf = (log: MemoryLog, stream: StreamName): RecordedEvent[] => {
  const found = log.streams.get(stream)
  if (found !== undefined) return found
  const created: RecordedEvent[] = []
  log.streams.set(stream, created)
  return created
}

/** The last of `events` as recorded, if exactly these, in this order, follow `expected`: a repeated append. */
const alreadyRecorded = (
  recorded: readonly RecordedEvent[],
  expected: number,
  events: readonly EventToAppend[],
): RecordedEvent | undefined => {
  const isRepeated =
    expected >= NO_STREAM && events.every((event, index) => recorded[expected + 1 + index]?.id === event.id)
  return isRepeated ? recorded[expected + events.length] : undefined
}

const placeOf = ({ revision, position }: RecordedEvent): Appended => ({ revision, position })

const wake = (waiting: Set<() => void>): void => {
  const called = [...waiting]
  waiting.clear()
  for (const call of called) call()
}
