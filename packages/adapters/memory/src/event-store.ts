import {
  type Appended,
  type EventStore,
  type EventToAppend,
  NO_STREAM,
  type StreamName,
} from '@seat-ledger/core'
import * as E from 'fp-ts/lib/Either.js'
import type { MemoryLog } from './log.js'
import { recordedAt } from './recorded.js'

/**
 * The event store on a log in memory. No step awaits, so appends cannot meet: the whole store is atomic. It keeps the
 * events that it is given, and gives the same `data` and `metadata` objects back; nobody may change them.
 */
export const eventStoreOn = (log: MemoryLog): EventStore => ({
  append: async (stream, expected, events) => {
    if (events.length === 0)
      return E.left({ _tag: 'StoreRefused', detail: 'An append holds at least one event', cause: undefined })
    const positions = log.positions.get(stream) ?? NO_EVENTS
    if (expected === positions.length - 1) return E.right(write(log, stream, events))
    const last = alreadyRecorded(log, positions, expected, events)
    return last === undefined ? E.left({ _tag: 'WrongRevision', stream, expected }) : E.right(last)
  },

  read: async (stream, { from, limit }) => {
    const positions = log.positions.get(stream) ?? NO_EVENTS
    return E.right(positions.slice(from, from + limit).flatMap((position) => recordedAt(log, position) ?? []))
  },
})

const NO_EVENTS: readonly number[] = []

const write = (log: MemoryLog, stream: StreamName, events: readonly EventToAppend[]): Appended => {
  const positions = positionsOf(log, stream)
  for (const event of events) {
    log.streams.push(stream)
    log.revisions.push(positions.length)
    positions.push(log.events.push(event) - 1)
  }
  if (log.waiting.size > 0) wake(log.waiting)
  return { revision: positions.length - 1, position: BigInt(log.events.length - 1) }
}

const positionsOf = (log: MemoryLog, stream: StreamName): number[] => {
  const found = log.positions.get(stream)
  if (found !== undefined) return found
  const created: number[] = []
  log.positions.set(stream, created)
  return created
}

/** Where the last of `events` lies, if exactly these, in this order, follow `expected`: a repeated append. */
const alreadyRecorded = (
  log: MemoryLog,
  positions: readonly number[],
  expected: number,
  events: readonly EventToAppend[],
): Appended | undefined => {
  if (expected < NO_STREAM) return undefined
  const isRepeated = events.every(
    ({ id }, index) => log.events[positions[expected + 1 + index] ?? Number.NaN]?.id === id,
  )
  const revision = expected + events.length
  const position = positions[revision]
  return isRepeated && position !== undefined ? { revision, position: BigInt(position) } : undefined
}

const wake = (waiting: Set<() => void>): void => {
  const called = [...waiting]
  waiting.clear()
  for (const call of called) call()
}
