import { Agent, type Dispatcher, request } from 'undici'
import {
  AddressForbidden,
  addressRule,
  guardedLookup,
  type NetworkPolicy,
  urlProblem,
} from './network-policy.js'
import { retryAfterSeconds } from './retry-after.js'
import type { Post, PostResult, WebhookTransport } from './transport.js'

/** How posts are made. */
export interface TransportOptions extends NetworkPolicy {
  /** How long one post may take, from connecting to the end of the answer, in milliseconds; default 10,000. */
  readonly timeoutMs?: number
  /** Connections to one receiver at a time; default 16. */
  readonly connections?: number
}

const ANSWER_BYTES = 4_096

/** The transport for real networks: pooled connections, no redirects, one time limit for the whole post. */
export const undiciTransport = (options: TransportOptions = {}): WebhookTransport => {
  const { timeoutMs = 10_000, connections = 16 } = options
  const allows = addressRule(options)
  const dispatcher = new Agent({
    connections,
    pipelining: 1,
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    connect: { timeout: timeoutMs, lookup: guardedLookup(allows) },
  })
  return {
    post: async (post) => {
      const problem = urlProblem(post.url, options)
      if (problem !== undefined) return failed(`the URL ${problem}`)
      try {
        return await send(dispatcher, post, timeoutMs)
      } catch (cause) {
        return failed(describe(cause, post.signal))
      }
    },
    close: () => dispatcher.close(),
  }
}

const send = async (
  dispatcher: Dispatcher,
  { url, headers, body, signal }: Post,
  timeoutMs: number,
): Promise<PostResult> => {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)])
  const answer = await request(url, { method: 'POST', dispatcher, headers, body, signal: limit })
  return {
    _tag: 'Answered',
    status: answer.statusCode,
    answer: await beginning(answer.body),
    retryAfterSeconds: retryAfterSeconds(answer.headers['retry-after'], Date.now()),
  }
}

/** The first 4 KB; the rest is not read, and the connection is given up rather than drained. */
const beginning = async (body: Dispatcher.ResponseData['body']): Promise<string> => {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of body as AsyncIterable<Buffer>) {
    chunks.push(chunk)
    length += chunk.length
    if (length >= ANSWER_BYTES) break
  }
  return Buffer.concat(chunks).subarray(0, ANSWER_BYTES).toString('utf8')
}

const failed = (detail: string): PostResult => ({ _tag: 'Failed', detail })

/** In words that hold no address: a receiver's name server must not tell what lies behind the firewall. */
const describe = (cause: unknown, stopped: AbortSignal): string => {
  if (stopped.aborted) return 'stopped'
  if (!(cause instanceof Error)) return 'the connection failed'
  if (cause instanceof AddressForbidden) return cause.message
  if (cause.name === 'TimeoutError' || /TIMEOUT/.test(codeOf(cause))) return 'no answer in time'
  const code = codeOf(cause)
  return code === '' ? 'the connection failed' : `the connection failed (${code})`
}

const codeOf = (cause: Error): string => ('code' in cause && typeof cause.code === 'string' ? cause.code : '')
