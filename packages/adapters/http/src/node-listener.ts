import { IncomingMessage, type ServerResponse } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { requestIdOf } from './call/request-id.js'
import { problemResponse } from './call/response.js'
import { problemOf } from './failures/table.js'
import type { HttpApi } from './options.js'

/** What `http.createServer` and Express take. */
export type NodeListener = (incoming: IncomingMessage, outgoing: ServerResponse) => Promise<void>

/** How requests of Node are read. */
export interface NodeListenerOptions {
  /** The client's address; the socket's when left out. Behind a proxy, read the header that this proxy sets. */
  readonly addressOf?: (incoming: IncomingMessage) => string | undefined
  /**
   * Lets `@hono/node-server` replace the process's `Request` and `Response` with light ones of the same behaviour, which
   * answer several times as fast; true when left out.
   */
  readonly lightObjects?: boolean
}

/** Mounts the API in Node: `createServer(nodeListener(api))`, or `app.use(nodeListener(api))` in Express. */
export const nodeListener = (api: HttpApi, options: NodeListenerOptions = {}): NodeListener => {
  const addressOf = options.addressOf ?? (({ socket }: IncomingMessage) => socket.remoteAddress)
  return getRequestListener(
    (request, { incoming }) =>
      api(request, { address: incoming instanceof IncomingMessage ? addressOf(incoming) : undefined }),
    { overrideGlobalObjects: options.lightObjects ?? true, errorHandler: unreadable },
  )
}

/** A request line or a Host header that makes no URL: there is no `Request` that the API could be given. */
const unreadable = (): Response => problemResponse(problemOf({ _tag: 'UrlMalformed' }, 0), requestIdOf(null))
