import { parse } from '@seat-ledger/core'
import * as E from 'fp-ts/lib/Either.js'
import type { Decoder } from 'io-ts'
import ky, { HTTPError, type KyInstance, type Options, TimeoutError } from 'ky'
import { failed, type Refused } from '../terminal/exit.js'
import { BulkBody, PoolBody, type RowBody } from './answers.js'

/** Whom to talk to. */
export interface ClientSettings {
  /** `https://seats.example.com`, without a slash at its end. */
  readonly server: string
  readonly token: string
  /** Which organization is meant, for a personal token that has several. */
  readonly organization: string | undefined
}

/** The addresses of one request, and the key that makes a repetition harmless. */
interface BulkRequest {
  readonly pool: PoolBody
  readonly emails: readonly string[]
  readonly dryRun: boolean
  readonly idempotencyKey: string
}

/** The two calls of the API that an import makes. Each gives its answer or refuses in words. */
export interface Client {
  readonly pool: (poolId: string) => Promise<PoolBody>
  readonly assign: (request: BulkRequest) => Promise<readonly RowBody[]>
}

const TIMEOUT_MS = 60_000

/** Busy, restarting or overloaded servers are asked again: about half a minute in all, and as long as they say themselves. */
const RETRY: Options['retry'] = {
  limit: 6,
  methods: ['post'],
  statusCodes: [429, 500, 502, 503, 504],
  afterStatusCodes: [429, 503],
  maxRetryAfter: 60_000,
  backoffLimit: 10_000,
  jitter: true,
  retryOnTimeout: true,
}

/** A client of a running server. */
export const apiClient = ({ server, token, organization }: ClientSettings): Client => {
  const http = ky.create({
    prefixUrl: `${server}/v1`,
    headers: { authorization: `Bearer ${token}` },
    timeout: TIMEOUT_MS,
    retry: RETRY,
    ...(organization === undefined ? {} : { searchParams: { organization_id: organization } }),
  })
  return {
    pool: (poolId) =>
      ask(http, server, PoolBody, `seat-pools/${encodeURIComponent(poolId)}`, { method: 'get' }),
    assign: async ({ pool, emails, dryRun, idempotencyKey }) => {
      const { subscription_id, order_id } = pool
      const source = subscription_id === null ? { order_id } : { subscription_id }
      const answer = await ask(http, server, BulkBody, 'customer-seats/bulk', {
        method: 'post',
        headers: { 'idempotency-key': idempotencyKey },
        json: { ...source, mode: 'partial', dry_run: dryRun, seats: emails.map((email) => ({ email })) },
      })
      return answer.results
    },
  }
}

const ask = async <A>(
  http: KyInstance,
  server: string,
  codec: Decoder<unknown, A>,
  path: string,
  options: Options,
): Promise<A> => {
  let body: unknown
  try {
    body = await http(path, options).json()
  } catch (cause) {
    throw await inWords(server, cause)
  }
  const read = parse(codec, body)
  if (E.isRight(read)) return read.right
  throw failed(`${server} gave an answer that no seat ledger gives. Is --server right?`)
}

const inWords = async (server: string, cause: unknown): Promise<Refused> => {
  if (cause instanceof TimeoutError) return failed(`${server} gave no answer in ${TIMEOUT_MS / 1_000} s.`)
  if (!(cause instanceof HTTPError)) return failed(`${server} cannot be reached: ${rootOf(cause)}.`)
  const { status } = cause.response
  const { error, detail } = await problemOf(cause.response)
  const hint = HINTS[status]
  const said = detail === `${error}.` ? detail : `${error}: ${detail}`
  return failed(`${server} answered ${status} ${said}${hint === undefined ? '' : ` ${hint}`}`)
}

const HINTS: Readonly<Record<number, string>> = {
  401: 'Is --token right, and an organization or personal token?',
  404: 'Is --pool right, and of the organization of this token?',
}

const problemOf = async (
  response: Response,
): Promise<{ readonly error: string; readonly detail: string }> => {
  const body: unknown = await response.json().catch(() => undefined)
  const fields = new Map(Object.entries(typeof body === 'object' && body !== null ? body : {}))
  const [error, detail] = [fields.get('error'), fields.get('detail')]
  return {
    error: typeof error === 'string' ? error : response.statusText,
    detail: detail === undefined ? 'no seat ledger answers here.' : sentence(detail),
  }
}

/** A `detail` of the API in words: it is a sentence, or the list of all faults. */
export const sentence = (detail: unknown): string => {
  if (typeof detail === 'string') return /[.!?]$/.test(detail) ? detail : `${detail}.`
  if (!Array.isArray(detail)) return ''
  return detail.map(faultInWords).join('; ')
}

const faultInWords = (fault: unknown): string => {
  const fields = new Map(Object.entries(typeof fault === 'object' && fault !== null ? fault : {}))
  const place: unknown = fields.get('loc')
  const name = Array.isArray(place) ? `${place.at(-1)} ` : ''
  return `${name}${fields.get('msg') ?? 'is wrong'}`
}

/** `fetch failed` says nothing; what it was caused by does. */
const rootOf = (cause: unknown): string => {
  if (!(cause instanceof Error)) return 'unknown cause'
  if (cause.cause !== undefined) return rootOf(cause.cause)
  if (cause instanceof AggregateError) return rootOf(cause.errors[0])
  return cause.message
}
