import { type Credentials, EventStoreDBClient } from '@eventstore/db-client'
import type { ClientFactory } from './esdb-client.js'

/** A connection string taken apart. */
export interface Address {
  readonly scheme: string
  /** Hosts and options. */
  readonly rest: string
  readonly credentials: Credentials | undefined
  /** Whether the connection is encrypted; it is unless the string says `tls=false`. */
  readonly secure: boolean
}

const FORM =
  /^(?:esdb|kurrentdb|kurrent|kdb)(?<discover>\+discover)?:\/\/(?:(?<user>[^:@/]+):(?<password>[^@]+)@)?(?<rest>[^@]+)$/

/** Takes a connection string apart. Throws a TypeError that never repeats any of it. */
export const parseAddress = (connectionString: string): Address => {
  const { discover = '', user, password, rest } = FORM.exec(connectionString.trim())?.groups ?? {}
  if (rest === undefined) throw new TypeError(EXPECTED)
  return {
    // KurrentDB speaks the same protocol under a new name, which this client does not know.
    scheme: `esdb${discover}://`,
    rest,
    credentials:
      user === undefined || password === undefined
        ? undefined
        : { username: decoded(user), password: decoded(password) },
    secure: !/[?&]tls=false(?:&|$)/i.test(rest),
  }
}

const EXPECTED =
  'EventStoreDB: a connection string is esdb://[user:password@]host[:port]?key=value, user, password and values percent-encoded'

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text)
  } catch {
    throw new TypeError(EXPECTED)
  }
}

const KEEPALIVE_TIMEOUT_MS = 10_000

/**
 * Clients for an address, each with a connection of its own unless the string sets `keepAliveTimeout` itself. Credentials
 * go into the string only where no call can bring them: the client repeats the string in its warnings.
 */
export const clientsFor = (
  { scheme, rest }: Pick<Address, 'scheme' | 'rest'>,
  credentials?: Credentials,
): ClientFactory => {
  const user =
    credentials === undefined
      ? ''
      : `${encodeURIComponent(credentials.username)}:${encodeURIComponent(credentials.password)}@`
  const isOwn = /[?&]keepAliveTimeout=/i.test(rest)
  const [hosts, ...query] = rest.split('?')
  const restOf = (nth: number): string => {
    if (isOwn) return rest
    const options = [`keepAliveTimeout=${KEEPALIVE_TIMEOUT_MS + nth}`, ...query].join('&')
    return `${hosts}?${options}`
  }
  return (nth) => {
    try {
      return EventStoreDBClient.connectionString(scheme + user + restOf(nth))
    } catch (error) {
      // The client's own message shows the string; that a file is missing is worth saying.
      const isFile = error instanceof Error && /file/i.test(error.message) && user === ''
      throw new TypeError(isFile ? `EventStoreDB: ${error.message}` : EXPECTED)
    }
  }
}
