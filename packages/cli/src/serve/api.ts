import type { IncomingMessage, RequestListener } from 'node:http'
import type { Platform } from '@seat-ledger/core'
import {
  createHttpApi,
  type Directory,
  memoryRateLimit,
  type RequestReport,
  type WebhookService,
} from '@seat-ledger/http'
import { nodeListener } from '@seat-ledger/http/node'
import type { Logger } from 'pino'
import type { RunningEngine } from './engine.js'
import { operations } from './operations.js'
import type { Readiness } from './readiness.js'
import { requestLog } from './request-log.js'
import type { ServeFlags } from './settings.js'

/** What the listener of a server is made of. */
export interface ListenerParts {
  readonly engine: RunningEngine
  readonly directory: Directory
  readonly platform: Platform
  readonly flags: ServeFlags
  readonly logger: Logger
  readonly readiness: () => Readiness
  /** Undefined when this server runs none. */
  readonly webhooks: WebhookService | undefined
}

/** Everything the server answers: its own pages first, then the API. */
export const serverListener = (parts: ListenerParts): RequestListener => {
  const { engine, directory, platform, flags, logger, readiness, webhooks } = parts
  const log = requestLog(logger)
  const api = createHttpApi({
    ...directory,
    ledger: engine.ledger,
    seats: engine.seats,
    platform,
    claimLimit: memoryRateLimit({ limit: flags.claimLimit, windowSeconds: 60, clock: platform.clock }),
    onRequest: (report) => {
      count(engine, report)
      log(report)
    },
    ...(webhooks === undefined ? {} : { webhooks }),
    ...(flags.publicUrl === undefined ? {} : { publicUrl: flags.publicUrl }),
  })
  const apiListener = nodeListener(api, { addressOf: clientAddress(flags.clientIpHeader) })
  const pageOf = operations({ readiness, registry: engine.metrics.registry })
  return (incoming, outgoing) => {
    const answer = pageOf(incoming)?.(outgoing) ?? apiListener(incoming, outgoing)
    answer.catch((cause: unknown) => {
      logger.error({ err: cause }, 'a request was cut off')
      outgoing.destroy()
    })
  }
}

const count = ({ metrics }: RunningEngine, { operation, status, durationMs }: RequestReport): void => {
  metrics.requests.inc({ operation, status: `${status}` })
  metrics.requestSeconds.observe({ operation }, durationMs / 1_000)
}

/**
 * The client's address: the socket's, or what the proxy in front says. Of a list it is the last entry, as that is the one
 * which our own proxy added; the others are whatever the client sent.
 */
const clientAddress =
  (header: string | undefined) =>
  ({ headers, socket }: IncomingMessage): string | undefined => {
    const told = header === undefined ? undefined : headers[header.toLowerCase()]
    const text = Array.isArray(told) ? told.join(',') : told
    return text?.split(',').at(-1)?.trim() || socket.remoteAddress
  }
