import type { Credentials } from '@eventstore/db-client'
import type { ConnectionSettings } from './connection/connection.js'
import { clientsFor, parseAddress } from './connection/connection-string.js'
import type { ClientFactory } from './connection/esdb-client.js'

/** How to reach a server, and how patient to be with it. One of `connectionString` and `clients` is needed. */
export interface EventStoreDbOptions {
  /**
   * `esdb://[user:password@]host[:2113][,host…]?key=value`, or `esdb+discover://` for a cluster behind a DNS name; user,
   * password and values percent-encoded. TLS is on unless `tls=false`; `tlsCAFile`, `userCertFile` and `userKeyFile`
   * name files. All other keys are the client's own.
   */
  readonly connectionString?: string
  /**
   * Makes a client, again whenever one seems broken. `nth` is another number each time: use it in an option
   * (`keepAliveTimeout: 10_000 + nth`), or clients share one TCP connection and fail together.
   */
  readonly clients?: ClientFactory
  /** User and password for every call; instead of those in the connection string. */
  readonly credentials?: Credentials
  /**
   * `unary` (default): every append is a call of its own, with a deadline and its own failure. `batch`: all share one
   * stream; about three times as many per second, but in this client the failure of one fails all that are under way in
   * the whole process, and a late answer to one of them can end the process. It uses the credentials of the client.
   */
  readonly appends?: 'unary' | 'batch'
  /** Milliseconds until an append or a silent read is given up: 100 to 600,000, default 10,000. */
  readonly timeoutMs?: number
  /** How many appends may be under way at once, 1 to 1,024, default 64. More wait for their turn. */
  readonly appendsInFlight?: number
  /**
   * Milliseconds without a word on a feed, after which the log is looked at, and followed anew if there is more: 100 to
   * 3,600,000, default 30,000.
   */
  readonly silenceMs?: number
}

/** Reads the options. Throws a TypeError that repeats no part of a connection string. */
export const settingsOf = (options: EventStoreDbOptions): ConnectionSettings => {
  const { connectionString, clients, appends = 'unary' } = options
  if ((connectionString === undefined) === (clients === undefined)) {
    throw new TypeError('EventStoreDB: give either connectionString or clients')
  }
  if (appends !== 'unary' && appends !== 'batch')
    throw new TypeError('EventStoreDB: appends is unary or batch')
  const timing = {
    timeoutMs: integer('timeoutMs', options.timeoutMs ?? 10_000, 100, 600_000),
    appendsInFlight: integer('appendsInFlight', options.appendsInFlight ?? 64, 1, 1_024),
    silenceMs: integer('silenceMs', options.silenceMs ?? 30_000, 100, 3_600_000),
  }
  if (connectionString === undefined) {
    if (clients === undefined) throw new TypeError('EventStoreDB: give either connectionString or clients')
    return { ...timing, clients, call: callOptions(appends, options.credentials) }
  }
  const address = parseAddress(connectionString)
  const credentials = options.credentials ?? address.credentials
  if (appends === 'batch') {
    return { ...timing, clients: clientsFor(address, credentials), call: {} }
  }
  // Without TLS nobody looks at credentials; that there are some is what selects the unary call.
  return {
    ...timing,
    clients: clientsFor(address),
    call: callOptions(appends, credentials ?? (address.secure ? undefined : NOBODY)),
  }
}

const NOBODY: Credentials = { username: 'nobody', password: 'nothing' }

const callOptions = (
  appends: 'unary' | 'batch',
  credentials: Credentials | undefined,
): ConnectionSettings['call'] => {
  if (appends === 'batch') return {}
  if (credentials === undefined)
    throw new TypeError('EventStoreDB: unary appends need credentials; or choose appends: batch')
  return { credentials }
}

const integer = (name: string, value: number, least: number, most: number): number => {
  if (Number.isInteger(value) && value >= least && value <= most) return value
  throw new TypeError(`EventStoreDB: ${name} is a whole number from ${least} to ${most}`)
}

/**
 * The options that an environment names: `ESDB_CONNECTION_STRING`, and where the secrets are kept apart from it
 * `ESDB_USERNAME` and `ESDB_PASSWORD`. Undefined when there is no connection string.
 */
export const eventStoreDbFromEnvironment = (
  environment: Readonly<Record<string, string | undefined>>,
): EventStoreDbOptions | undefined => {
  const { ESDB_CONNECTION_STRING, ESDB_USERNAME, ESDB_PASSWORD } = environment
  if (ESDB_CONNECTION_STRING === undefined || ESDB_CONNECTION_STRING === '') return undefined
  return {
    connectionString: ESDB_CONNECTION_STRING,
    ...(ESDB_USERNAME !== undefined &&
      ESDB_PASSWORD !== undefined && { credentials: { username: ESDB_USERNAME, password: ESDB_PASSWORD } }),
  }
}
