import type { IncomingMessage, ServerResponse } from 'node:http'
import { getRequestListener } from '@hono/node-server'
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
  const addressOf = options.addressOf ?? (({ socket }) => socket.remoteAddress)
  return getRequestListener(
    (request, { incoming }) =>
      api(request, { address: 'httpVersionMajor' in incoming ? addressOf(incoming as IncomingMessage) : undefined }),
    { overrideGlobalObjects: options.lightObjects ?? true },
  )
}
