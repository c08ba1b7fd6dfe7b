import { randomUUID } from 'node:crypto'
import { EventStoreDBClient } from '@eventstore/db-client'
import {
  type EventStore,
  type EventToAppend,
  type FeedMessage,
  LEDGER_PREFIX,
  type Position,
  type RecordedEvent,
  type StreamName,
} from '@seat-ledger/core'
import { EsdbTestServer, type ServerOptions, TcpProxy } from '@seat-ledger/esdb-server'
import {
  type EventStoreDb,
  type EventStoreDbOptions,
  eventStoreDbFromEnvironment,
  openEventStoreDb,
} from '@seat-ledger/eventstoredb'
import * as E from 'fp-ts/lib/Either.js'
import { afterEach } from 'vitest'

/*
 * R: true of a real server as well; runs against the one that ESDB_CONNECTION_STRING names, if it does.
 * F: what a real server cannot be made to do on command; always on the test server.
 */

type Cleanup = () => Promise<unknown> | unknown

const cleanups: Cleanup[] = []

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

export const later = (cleanup: Cleanup): void => {
  cleanups.push(cleanup)
}

export const REAL = eventStoreDbFromEnvironment(process.env)

/** A real server is farther away and syncs its disk. */
export const PATIENCE = REAL === undefined ? 5_000 : 25_000

export const startServer = async (options: ServerOptions = {}): Promise<EsdbTestServer> => {
  const server = await EsdbTestServer.start(options)
  later(() => server.stop())
  return server
}

export const startProxy = async (server: EsdbTestServer): Promise<TcpProxy> => {
  const proxy = await TcpProxy.start({ to: server.port })
  later(() => proxy.stop())
  return proxy
}

export const open = (
  to: { readonly connectionString: string },
  options: Partial<EventStoreDbOptions> = {},
): EventStoreDb => {
  const db = openEventStoreDb({ connectionString: to.connectionString, ...options })
  later(() => db.close())
  return db
}

/** The adapter on a server of its own, for a case with faults. */
export const serverAndDb = async (options: Partial<EventStoreDbOptions> = {}) => {
  const server = await startServer()
  return { server, db: open(server, options) }
}

/** The adapter and a bare client on the real server or on a test server: for the cases marked R. */
export const anyServer = async (options: Partial<EventStoreDbOptions> = {}) => {
  const address = REAL ?? (await startServer())
  const connectionString = address.connectionString ?? ''
  const client = EventStoreDBClient.connectionString(connectionString)
  later(() => client.dispose())
  return { db: open({ connectionString }, { ...REAL, ...options }), client, connectionString }
}

/** Names that nobody else has, on a server that holds anything else. */
export const freshNames = () => {
  const prefix = `${LEDGER_PREFIX}t-${randomUUID().slice(0, 18)}.`
  return { prefix, stream: (pool = 'pool'): StreamName => `${prefix}${pool}` as StreamName }
}

export const eventsOf = (...labels: readonly string[]): readonly EventToAppend[] =>
  labels.map((label) => ({ id: randomUUID(), type: 'Example', data: { label }, metadata: {} }))

export const upTo = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index)

export const right = async <Failure, Value>(answer: Promise<E.Either<Failure, Value>>): Promise<Value> => {
  const settled = await answer
  if (E.isRight(settled)) return settled.right
  throw new Error(
    `Failed: ${JSON.stringify(settled.left, (_, value) => (typeof value === 'bigint' ? `${value}` : value))}`,
    {
      cause: settled.left,
    },
  )
}

export const left = async <Failure, Value>(answer: Promise<E.Either<Failure, Value>>): Promise<Failure> => {
  const settled = await answer
  if (E.isLeft(settled)) return settled.left
  throw new Error('Succeeded where it must fail')
}

/** The labels in a stream, in order. */
export const labelsIn = async (store: EventStore, stream: StreamName): Promise<readonly unknown[]> =>
  (await right(store.read(stream, { from: 0, limit: 10_000 }))).map(labelOf)

export const labelOf = ({ data }: Pick<RecordedEvent, 'data'>): unknown =>
  typeof data === 'object' && data !== null && 'label' in data ? data.label : data

/** A position behind everything that is in the log. */
export const endOfLog = async (db: EventStoreDb): Promise<Position> =>
  (await right(db.eventStore.append(freshNames().stream(), -1, eventsOf('mark')))).position

/** A feed that is read message by message, and ends with the case. */
export const follow = (db: EventStoreDb, after: Position, prefix: string) => {
  const stop = new AbortController()
  const iterator = db.feed.follow({ after, prefix, signal: stop.signal })[Symbol.asyncIterator]()
  const close = async (): Promise<void> => {
    stop.abort()
    await iterator.return?.()
  }
  later(close)
  const next = async (): Promise<FeedMessage> => {
    const message = await inTime(iterator.next(), 'a message of the feed')
    if (message.done === true) throw new Error('The feed ended')
    return message.value
  }
  const events = async (count: number): Promise<readonly RecordedEvent[]> => {
    const given: RecordedEvent[] = []
    while (given.length < count) {
      const message = await next()
      if (message._tag === 'Failed') throw new Error(message.failure.detail, { cause: message.failure })
      if (message._tag === 'Event') given.push(message.event)
    }
    return given
  }
  const caughtUp = async (): Promise<{
    readonly labels: readonly unknown[]
    readonly position: Position
  }> => {
    const labels: unknown[] = []
    for (;;) {
      const message = await next()
      if (message._tag === 'Failed') throw new Error(message.failure.detail, { cause: message.failure })
      if (message._tag === 'CaughtUp') return { labels, position: message.position }
      labels.push(labelOf(message.event))
    }
  }
  return {
    next,
    events,
    caughtUp,
    close,
    labels: async (count: number) => (await events(count)).map(labelOf),
  }
}

/** `promise`, or an error that says what did not come. */
export const inTime = async <Value>(
  promise: Promise<Value>,
  what: string,
  patience = PATIENCE,
): Promise<Value> => {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Waited ${patience} ms for ${what}`)), patience)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}

/** What a client that is given events straight away needs: for server rules that the adapter has no call for. */
export const bare = (...events: readonly EventToAppend[]) =>
  events.map(({ id, type, data }) => ({
    id,
    type,
    contentType: 'application/json' as const,
    data: { ...data },
    metadata: undefined,
  }))

export const errorOf = async (promise: Promise<unknown>): Promise<unknown> => {
  try {
    await promise
  } catch (error) {
    return error
  }
  throw new Error('Succeeded where it must fail')
}
