import { once } from 'node:events'
import {
  type AppendToStreamOptions,
  EventStoreDBClient,
  jsonEvent,
  type ResolvedEvent,
} from '@eventstore/db-client'
import { afterEach } from 'vitest'
import { EsdbTestServer, type ServerOptions, TcpProxy } from '../src/index.js'

type Cleanup = () => Promise<unknown>

const cleanups: Cleanup[] = []

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

export const later = (cleanup: Cleanup): void => {
  cleanups.push(cleanup)
}

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

let clients = 0

/**
 * Clients of one process with the same address and the same options share one TCP connection (grpc-js keeps a pool),
 * and one fault would strike them all. A keepalive of its own gives every client its own connection.
 */
const ownConnection = (): string => {
  clients += 1
  return `&keepAliveInterval=${10_000 + clients}`
}

export const connect = (
  to: { readonly connectionString: string },
  options: string = ownConnection(),
): EventStoreDBClient => {
  const client = EventStoreDBClient.connectionString(`${to.connectionString}${options}`)
  later(() => client.dispose())
  return client
}

export const serverAndClient = async (options: ServerOptions = {}) => {
  const server = await startServer(options)
  return { server, client: connect(server) }
}

/** Per-call credentials make the client use the unary Append, whatever they are. */
export const unary = { credentials: { username: 'any', password: 'any' } } satisfies AppendToStreamOptions

export const event = (type: string, id?: string) =>
  jsonEvent({ type, data: { type }, ...(id === undefined ? {} : { id }) })

export const events = (...types: readonly string[]) => types.map((type) => event(type))

export const typesOf = async (
  read: AsyncIterable<ResolvedEvent>,
): Promise<readonly (string | undefined)[]> => {
  const types: (string | undefined)[] = []
  for await (const resolved of read) types.push(resolved.event?.type)
  return types
}

/** Takes exactly `count` items and leaves the rest; the caller ends the source. */
export const take = async <Item>(source: AsyncIterator<Item>, count: number): Promise<readonly Item[]> => {
  const items: Item[] = []
  while (items.length < count) {
    const next = await source.next()
    if (next.done === true) throw new Error(`The source ended after ${items.length} of ${count} items.`)
    items.push(next.value)
  }
  return items
}

/** The error that a promise rejects with; it is an error of the test if it does not. */
export const rejection = async (promise: Promise<unknown>): Promise<unknown> => {
  try {
    await promise
  } catch (error) {
    return error
  }
  throw new Error('Expected a rejection.')
}

export const nextError = async (source: NodeJS.EventEmitter): Promise<unknown> => {
  const [error] = await once(source, 'error').catch((thrown: unknown) => [thrown])
  return error
}
