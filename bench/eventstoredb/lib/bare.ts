import { randomUUID } from 'node:crypto'
import {
  type AppendExpectedRevision,
  type AppendResult,
  type EventData,
  EventStoreDBClient,
} from '@eventstore/db-client'
import type { EventToAppend } from '@seat-ledger/core'

/** How the client is used: one call per append, or the stream that all appends of the process share. */
type Appends = 'unary' | 'batch'

/**
 * The same bytes through the client alone: one event per append, each caller one after another on a stream of its own at
 * the revision that it knows, or all of them on one stream at any revision. Events per second.
 */
export const appendBare = async (
  connectionString: string,
  events: readonly EventToAppend[],
  {
    callers,
    streams,
    appends,
  }: { readonly callers: number; readonly streams: number; readonly appends: Appends },
): Promise<number> => {
  const client = EventStoreDBClient.connectionString(connectionString)
  const call = appends === 'unary' ? { credentials: { username: 'nobody', password: 'nothing' } } : {}
  const run = randomUUID()
  const ready = events.map(toEventData)
  let next = 0
  const caller = async (own: number): Promise<void> => {
    let revision: AppendExpectedRevision = 'no_stream'
    while (next < ready.length) {
      const event = ready[next++]
      if (event === undefined) return
      const expectedRevision: AppendExpectedRevision = streams < callers ? 'any' : revision
      const appended: AppendResult = await client.appendToStream(`bare-${run}.${own % streams}`, event, {
        ...call,
        expectedRevision,
      })
      revision = appended.nextExpectedRevision
    }
  }
  const start = performance.now()
  await Promise.all(Array.from({ length: callers }, (_, own) => caller(own)))
  const rate = events.length / ((performance.now() - start) / 1_000)
  await client.dispose()
  return rate
}

/** Ids anew: a client that is not told the revision would find those of the last round and write nothing. */
const toEventData = ({ type, data, metadata }: EventToAppend): EventData => ({
  id: randomUUID(),
  contentType: 'application/json',
  type,
  data: { ...data },
  metadata: { ...metadata },
})
