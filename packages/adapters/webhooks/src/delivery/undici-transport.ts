import { Agent } from 'undici'
import { addressRule, guardedLookup, type NetworkPolicy } from './network-policy.js'
import { Reply } from './reply.js'
import { Targets } from './targets.js'
import type { WebhookTransport } from './transport.js'

/** How posts are made. */
export interface TransportOptions extends NetworkPolicy {
  /** How long one post may take, from connecting to the end of the answer, in milliseconds; default 10,000. */
  readonly timeoutMs?: number
  /** Connections to one receiver at a time; default 16. */
  readonly connections?: number
}

/** The transport for real networks: pooled connections, no redirects, one time limit for the whole post. */
export const undiciTransport = (options: TransportOptions = {}): WebhookTransport => {
  const { timeoutMs = 10_000, connections = 16 } = options
  const targets = new Targets(options)
  const dispatcher = new Agent({
    connections,
    pipelining: 1,
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    connect: { timeout: timeoutMs, lookup: guardedLookup(addressRule(options)) },
  })
  return {
    post: (post) => {
      const target = targets.of(post.url)
      if ('problem' in target) return Promise.resolve({ _tag: 'Failed', detail: `the URL ${target.problem}` })
      return new Promise((resolve) => {
        const reply = new Reply(resolve, post.signal, timeoutMs)
        const { origin, path } = target
        try {
          dispatcher.dispatch({ origin, path, method: 'POST', headers: post.headers, body: post.body }, reply)
        } catch (cause) {
          reply.onResponseError(undefined, cause)
        }
      })
    },
    close: () => dispatcher.close(),
  }
}
