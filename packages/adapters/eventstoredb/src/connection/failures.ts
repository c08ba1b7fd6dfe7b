import type { AppendFailure, ReadFailure, StreamName } from '@seat-ledger/core'

/** What an error of the client says about itself. Its class may be another copy's, its message may be empty. */
export interface Facts {
  /** The client's `type`, or the server's name for the exception. */
  readonly type: string | undefined
  /** The gRPC status; undefined on errors that came inside an answer. */
  readonly code: number | undefined
  /** The text that came with the status. */
  readonly details: string
}

const fieldOf = (value: unknown, field: string): unknown =>
  typeof value === 'object' && value !== null && field in value ? Reflect.get(value, field) : undefined

const exceptionOf = (error: unknown): string | undefined => {
  const metadata = fieldOf(error, 'metadata')
  const get = fieldOf(metadata, 'get')
  if (typeof get !== 'function') return undefined
  const values: unknown = Reflect.apply(get, metadata, ['exception'])
  return Array.isArray(values) && values.length > 0 ? String(values[0]) : undefined
}

/** Reads an error of the client, wrapped by it or raw from gRPC. */
export const factsOf = (error: unknown): Facts => {
  const raw = fieldOf(error, '_raw') ?? error
  const type = fieldOf(error, 'type')
  const code = fieldOf(error, 'code')
  const details = fieldOf(raw, 'details')
  const named = typeof type === 'string' && type !== 'unknown' ? type : exceptionOf(raw)
  return {
    type: named ?? (typeof code === 'number' ? STATUS[code] : undefined),
    code: typeof code === 'number' ? code : undefined,
    details: typeof details === 'string' ? details : '',
  }
}

/** The statuses that mean something here, by the type that the client gives them or that we do. */
const STATUS: { readonly [code: number]: string } = {
  3: 'invalid-argument',
  7: 'access-denied',
  12: 'unsupported',
  14: 'unavailable',
  16: 'access-denied',
}

const REFUSALS: ReadonlySet<string | undefined> = new Set([
  'access-denied',
  'invalid-argument',
  'missing-required-metadata-property',
  'stream-deleted',
  'unsupported',
  'persistent-subscription-does-not-exist',
])

/** grpc-js says so before it has sent anything. Worded differently one day, the outcome is merely unknown. */
const NEVER_SENT = /^(?:No connection established|Name resolution failed)/

const sentence = ({ type, code }: Facts): string =>
  `EventStoreDB: ${type ?? (code === undefined ? 'the client failed' : `gRPC status ${code}`)}`

/** What is known of an append that failed. */
export interface FailedAppend {
  readonly stream: StreamName
  readonly expected: number
  /**
   * Whether it was a call of its own. A batch shares one gRPC stream with others (the client rejects all of them with
   * the failure of one), so there a status says nothing about this append.
   */
  readonly alone: boolean
}

/** What became of an append that failed: only what is certain is called not written. */
export const appendFailure = (error: unknown, { stream, expected, alone }: FailedAppend): AppendFailure => {
  const facts = factsOf(error)
  const detail = sentence(facts)
  const unknown: AppendFailure = { _tag: 'OutcomeUnknown', detail, cause: error }
  if (!alone && facts.code !== undefined) return unknown
  if (facts.type === 'wrong-expected-version') return { _tag: 'WrongRevision', stream, expected }
  if (facts.type === 'maximum-append-size-exceeded' || facts.type === 'maximum-append-event-size-exceeded')
    return { _tag: 'AppendTooLarge', stream, detail }
  if (REFUSALS.has(facts.type)) return { _tag: 'StoreRefused', detail, cause: error }
  const isNotWritten =
    facts.type === 'not-leader' || (facts.type === 'unavailable' && NEVER_SENT.test(facts.details))
  return isNotWritten ? { _tag: 'StoreUnavailable', detail, cause: error } : unknown
}

/** Why a read failed: nothing can be lost by it, so all that is not a refusal may be tried again. */
export const readFailure = (error: unknown): ReadFailure => {
  const facts = factsOf(error)
  const _tag = REFUSALS.has(facts.type) ? 'StoreRefused' : 'StoreUnavailable'
  return { _tag, detail: sentence(facts), cause: error }
}
