import { memoryStore } from '@seat-ledger/memory'
import { arbitraryRecordedHistory, arbitraryRecordedLog, type RecordedLog } from '@seat-ledger/testing'
import * as fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { assert } from 'vitest'
import {
  type EventStore,
  type Feed,
  type Instant,
  type LedgerName,
  type LedgerRecord,
  NO_STREAM,
  parseLedgerStream,
  plusSeconds,
  type RecordedEvent,
  readRecord,
} from '../../src/index.js'

/** A ledger in a store, and its records. */
export interface Audited {
  readonly eventStore: EventStore
  readonly feed: Feed
  readonly ledger: LedgerName
  readonly records: readonly LedgerRecord[]
}

const HOUR = 3_600

/** Times that go backwards here and there, and often meet: whole hours, moved by up to three hours either way. */
const shifted = (events: readonly RecordedEvent[], shifts: readonly number[]): readonly RecordedEvent[] =>
  events.map((event, index) => {
    const data = event.data as { readonly at: Instant }
    const hour = `${data.at.slice(0, 13)}:00:00.000Z` as Instant
    return { ...event, data: { ...data, at: plusSeconds(hour, (shifts[index % shifts.length] ?? 0) * HOUR) } }
  })

const shifts = fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 1, maxLength: 20 })

/** Events in a store of their own. */
export const storeOf = async (events: readonly RecordedEvent[]): Promise<Omit<Audited, 'ledger'>> => {
  const { eventStore, feed } = memoryStore()
  const revisions = new Map<string, number>()
  const records: LedgerRecord[] = []
  for (const { stream, id, type, data, metadata } of events) {
    const expected = revisions.get(stream) ?? NO_STREAM
    const appended = await eventStore.append(stream, expected, [
      { id, type, data: data as object, metadata: metadata as object },
    ])
    assert(E.isRight(appended))
    const { revision, position } = appended.right
    revisions.set(stream, revision)
    const record = readRecord({ stream, revision, position, id, type, data, metadata })
    assert(E.isRight(record))
    records.push(record.right)
  }
  return { eventStore, feed, records }
}

/** One ledger whose clocks disagree. */
export const auditedLedgers = (maxCommands = 40): fc.Arbitrary<() => Promise<Audited>> =>
  fc.tuple(arbitraryRecordedHistory({ maxCommands }), shifts).map(([{ events }, by]) => async () => {
    const store = await storeOf(shifted(events, by))
    const ledger = parseLedgerStream(events[0]?.stream ?? '')
    assert(ledger !== undefined)
    return { ...store, ledger }
  })

/** Several ledgers, of several organizations or of one. */
export const auditedLogs = (): fc.Arbitrary<() => Promise<Omit<Audited, 'ledger'> & RecordedLog>> =>
  fc.tuple(arbitraryRecordedLog({ maxCommands: 12, maxPools: 4 }), shifts).map(([log, by]) => async () => ({
    ...log,
    ...(await storeOf(shifted(log.events, by))),
  }))

/** The answer, where there must be one. */
export const right = <A>(result: E.Either<unknown, A>): A => {
  assert(E.isRight(result), `answered ${E.isLeft(result) ? Object.entries(result.left ?? {}).join() : ''}`)
  return result.right
}
