import { parse } from '@seat-ledger/core'
import * as E from 'fp-ts/lib/Either.js'
import type { Decoder } from 'io-ts'
import ky, { HTTPError, type Options, TimeoutError } from 'ky'
import { failed, type Refused } from '../terminal/exit.js'

/** Whom to talk to. */
export interface ApiSettings {
  /** `https://seats.example.com`, without a slash at its end. */
  readonly server: string
  readonly token: string
  /** Which organization is meant, for a personal token that has several. */
  readonly organization: string | undefined
}

/** What to try when the server answers with one of these statuses. */
export type Hints = Readonly<Record<number, string>>

/** A request; `query` besides what every request has. */
type AskOptions = Omit<Options, 'searchParams'> & { readonly query?: { readonly [name: string]: string } }

/** Asks a path below `/v1/`; gives what the codec reads, or refuses in words. */
export type Ask = <A>(codec: Decoder<unknown, A>, path: string, options?: AskOptions) => Promise<A>

const TIMEOUT_MS = 60_000

/** Busy, restarting or overloaded servers are asked again: about half a minute in all, and as long as they say themselves. */
const RETRY = {
  limit: 6,
  methods: ['post'],
  statusCodes: [429, 500, 502, 503, 504],
  afterStatusCodes: [429, 503],
  maxRetryAfter: 60_000,
  backoffLimit: 10_000,
  jitter: true,
  retryOnTimeout: true,
} satisfies Options['retry']

/** For reads in the middle of work. The first read of a command fails at once, so that a wrong address is told at once. */
export const RETRY_READS = { ...RETRY, methods: ['get'] } satisfies Options['retry']

/** A client of the API of a running server. */
export const apiOf = ({ server, token, organization }: ApiSettings, hints: Hints): Ask => {
  const http = ky.create({
    prefixUrl: `${server}/v1`,
    headers: { authorization: `Bearer ${token}` },
    timeout: TIMEOUT_MS,
    retry: RETRY,
  })
  const whose = organization === undefined ? {} : { organization_id: organization }
  return async (codec, path, { query = {}, ...options } = {}) => {
    let body: unknown
    try {
      body = await http(path, { ...options, searchParams: { ...query, ...whose } }).json()
    } catch (cause) {
      throw await inWords(server, cause, hints)
    }
    const read = parse(codec, body)
    if (E.isRight(read)) return read.right
    throw failed(`${server} gave an answer that no seat ledger gives. Is --server right?`)
  }
}

const inWords = async (server: string, cause: unknown, hints: Hints): Promise<Refused> => {
  if (cause instanceof TimeoutError) return failed(`${server} gave no answer in ${TIMEOUT_MS / 1_000} s.`)
  if (!(cause instanceof HTTPError)) return failed(`${server} cannot be reached: ${rootOf(cause)}.`)
  const { status } = cause.response
  const { error, detail } = await problemOf(cause.response)
  const hint = hints[status]
  const said = detail === `${error}.` ? detail : `${error}: ${detail}`
  return failed(`${server} answered ${status} ${said}${hint === undefined ? '' : ` ${hint}`}`)
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
