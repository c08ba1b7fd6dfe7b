import { randomUUID } from 'node:crypto'
import {
  type EventToAppend,
  ledgerStream,
  OrganizationId,
  PoolId,
  type RecordedEvent,
  START,
  type StreamName,
} from '@seat-ledger/core'
import * as E from 'fp-ts/lib/Either.js'
import { assert } from 'vitest'
import type { SqliteStore } from '../src/index.js'

/** The stream of a pool of one organization. */
export const streamOf = (pool: string): StreamName => {
  const organization = 'acme'
  assert(OrganizationId.is(organization) && PoolId.is(pool))
  return ledgerStream(organization, pool)
}

/** New events of about so many bytes each. */
export const eventsOf = (count: number, bytes = 10): readonly EventToAppend[] =>
  Array.from({ length: count }, (_, index) => ({
    id: randomUUID(),
    type: 'Example',
    data: { index, text: 'x'.repeat(bytes) },
    metadata: {},
  }))

/** Everything in a store, in the order of the log. */
export const everythingIn = async (store: SqliteStore): Promise<readonly RecordedEvent[]> => {
  const events: RecordedEvent[] = []
  for await (const message of store.feed.follow({
    after: START,
    prefix: '',
    signal: new AbortController().signal,
  })) {
    if (message._tag === 'CaughtUp') break
    assert(message._tag === 'Event')
    events.push(message.event)
  }
  return events
}

/** Appends that must succeed: `appends` of `size` events to each of three streams. */
export const fill = async (store: SqliteStore, appends: number, size = 2, bytes = 200): Promise<void> => {
  for (let round = 0; round < appends; round++) {
    for (const pool of ['a', 'b', 'c']) {
      const answer = await store.eventStore.append(streamOf(pool), round * size - 1, eventsOf(size, bytes))
      assert(E.isRight(answer))
    }
  }
}
