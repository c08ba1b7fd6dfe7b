import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Registry } from 'prom-client'
import type { Readiness } from './readiness.js'

/** What the operations endpoints show. */
export interface Operations {
  readonly readiness: () => Readiness
  readonly registry: Registry
}

type Answer = { readonly status: number; readonly type: string; readonly body: string }

/**
 * `/healthz`, `/readyz` and `/metrics`: for who runs the server, answered without a token, before the API is asked. Gives
 * undefined for every other path.
 */
export const operations = ({ readiness, registry }: Operations) => {
  const pages: Readonly<Record<string, () => Promise<Answer>>> = {
    '/healthz': async () => json(200, { status: 'ok' }),
    '/readyz': async () => {
      const { ready, reason } = readiness()
      return json(ready ? 200 : 503, { status: reason })
    },
    '/metrics': async () => ({ status: 200, type: registry.contentType, body: await registry.metrics() }),
  }
  return (incoming: IncomingMessage): ((outgoing: ServerResponse) => Promise<void>) | undefined => {
    const path = incoming.url?.split('?', 1)[0] ?? ''
    const page = Object.hasOwn(pages, path) ? pages[path] : undefined
    if (page === undefined) return undefined
    return async (outgoing) => {
      const head = incoming.method === 'HEAD'
      const answer = head || incoming.method === 'GET' ? await page() : NOT_ALLOWED
      outgoing.writeHead(answer.status, {
        'content-type': answer.type,
        'content-length': Buffer.byteLength(answer.body),
        'cache-control': 'no-store',
        ...(answer === NOT_ALLOWED ? { allow: 'GET, HEAD' } : {}),
      })
      outgoing.end(head ? undefined : answer.body)
    }
  }
}

const json = (status: number, body: object): Answer => ({
  status,
  type: 'application/json',
  body: `${JSON.stringify(body)}\n`,
})

const NOT_ALLOWED = json(405, { error: 'MethodNotAllowed', detail: 'Only GET and HEAD are allowed here' })
