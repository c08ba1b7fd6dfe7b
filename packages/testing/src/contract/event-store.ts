import type { EventStore, EventToAppend, RecordedEvent, StreamName } from '@seat-ledger/core'
import { right } from './answers.js'
import type { Subject } from './case.js'

/** An event store to be tested. It may be shared between cases and hold anything else. */
export interface EventStoreUnderTest extends Subject {
  readonly eventStore: EventStore
}

/** Everything in a stream, read in one go. */
export const readAll = (store: EventStore, stream: StreamName): Promise<readonly RecordedEvent[]> =>
  right(() => store.read(stream, { from: 0, limit: 10_000 }))

/** The ids in a stream, in order: what a case compares to say what was written. */
export const idsIn = async (store: EventStore, stream: StreamName): Promise<readonly string[]> =>
  (await readAll(store, stream)).map(({ id }) => id)

/** The ids of events to append. */
export const idsOf = (...appends: readonly (readonly EventToAppend[])[]): readonly string[] =>
  appends.flat().map(({ id }) => id)
