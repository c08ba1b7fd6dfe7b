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

const FORM = /^(?<scheme>esdb(?:\+discover)?:\/\/)(?:(?<user>[^:@/]+):(?<password>[^@]+)@)?(?<rest>[^@]+)$/

/** Takes a connection string apart. Throws a TypeError that never repeats any of it. */
export const parseAddress = (connectionString: string): Address => {
  const { scheme, user, password, rest } = FORM.exec(connectionString.trim())?.groups ?? {}
  if (scheme === undefined || rest === undefined) throw new TypeError(EXPECTED)
  return {
    scheme,
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
  const separator = rest.includes('?') ? '&' : '?'
  const isOwn = /[?&]keepAliveTimeout=/i.test(rest)
  const options = (nth: number) => (isOwn ? '' : `${separator}keepAliveTimeout=${KEEPALIVE_TIMEOUT_MS + nth}`)
  return (nth) => {
    try {
      return EventStoreDBClient.connectionString(scheme + user + rest + options(nth))
    } catch (error) {
      // The client's own message shows the string; that a file is missing is worth saying.
      const isFile = error instanceof Error && /file/i.test(error.message) && user === ''
      throw new TypeError(isFile ? `EventStoreDB: ${error.message}` : EXPECTED)
    }
  }
}
