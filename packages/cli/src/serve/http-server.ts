import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { failed } from '../terminal/exit.js'

/** Where to listen; port 0 picks a free one. */
export interface ListenSettings {
  readonly host: string
  readonly port: number
}

/** A server that listens. */
export interface ListeningServer {
  readonly port: number
  readonly inFlight: () => number
  /** Takes no more requests, finishes those taken; true when all were answered in time, else the rest was cut off. */
  readonly stop: (withinMs: number) => Promise<boolean>
}

/** Proxies keep connections for a minute: a server that hangs up first answers some of their requests with a reset. */
const KEEP_ALIVE_MS = 65_000

/** Listens, or refuses in words. */
export const listen = async (
  listener: RequestListener,
  settings: ListenSettings,
): Promise<ListeningServer> => {
  let inFlight = 0
  let stopping = false
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (incoming, outgoing) => {
    inFlight += 1
    outgoing.once('close', () => {
      inFlight -= 1
      if (stopping) setImmediate(() => server.closeIdleConnections())
    })
    listener(incoming, outgoing)
  })
  server.listen(settings.port, settings.host)
  await once(server, 'listening').catch((cause: unknown) => {
    throw failed(whyNotListening(settings, cause))
  })
  const { port } = server.address() as AddressInfo
  const stop = (withinMs: number): Promise<boolean> => {
    stopping = true
    return closeWithin(server, withinMs)
  }
  return { port, inFlight: () => inFlight, stop }
}

const closeWithin = (server: Server, withinMs: number): Promise<boolean> =>
  new Promise((resolve) => {
    let inTime = true
    const late = setTimeout(() => {
      inTime = false
      server.closeAllConnections()
    }, withinMs)
    server.close(() => {
      clearTimeout(late)
      resolve(inTime)
    })
  })

const whyNotListening = ({ host, port }: ListenSettings, cause: unknown): string => {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} of ${host} is taken. Choose another with --port, or --port 0 for any free one.`
    case 'EACCES':
      return `Port ${port} needs more rights than this user has. Choose one above 1023 with --port.`
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `${host} is no address of this machine. Choose another with --host.`
    default:
      return `Cannot listen on ${host}, port ${port}: ${cause instanceof Error ? cause.message : 'unknown cause'}.`
  }
}

/** The address to type into a browser on this machine. */
export const addressOf = (host: string, port: number): string => {
  const reachable = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`
}
