import { CommandId } from '@seat-ledger/core'
import * as E from 'fp-ts/lib/Either.js'
import type * as t from 'io-ts'
import type { Failure, RequestFault } from '../failures/failures.js'
import type { Body } from './body.js'
import { faultOf } from './fault.js'

/** The codecs of an endpoint's inputs; `NoBody` where no body is read. */
export interface InputCodecs<Path, Query, Payload> {
  readonly path: t.Type<Path, unknown, unknown>
  readonly query: t.Type<Query, unknown, unknown>
  readonly body: t.Type<Payload, unknown, unknown>
}

/** What came in, unread. */
export interface RawInputs {
  readonly path: { readonly [name: string]: string }
  readonly query: URLSearchParams | null
  readonly body: Body | null
  readonly idempotencyKey: string | null
}

/** What came in, checked. */
export interface Inputs<Path, Query, Payload> {
  readonly path: Path
  readonly query: Query
  readonly body: Payload
}

/** Reads everything and reports all faults of all parts at once. */
export const readInputs = <Path, Query, Payload>(
  codecs: InputCodecs<Path, Query, Payload>,
  raw: RawInputs,
): E.Either<Failure, Inputs<Path, Query, Payload>> => {
  const faults: RequestFault[] = []
  const path = read('path', codecs.path, raw.path, faults)
  const query = read('query', codecs.query, fieldsOf(raw.query, faults), faults)
  const body = readPayload(codecs.body, raw.body, faults)
  const { idempotencyKey } = raw
  if (idempotencyKey !== null && !CommandId.is(idempotencyKey)) {
    const msg = 'must be 1 to 255 printable ASCII characters without spaces'
    faults.push({ type: 'value_error', loc: ['header', 'idempotency-key'], msg, input: null })
  }
  return faults.length === 0 && path !== undefined && query !== undefined && body !== undefined
    ? E.right({ path: path.value, query: query.value, body: body.value })
    : E.left({ _tag: 'RequestInvalid', faults })
}

type Read<Value> = { readonly value: Value } | undefined

const read = <Value>(
  part: string,
  codec: t.Decoder<unknown, Value>,
  input: unknown,
  faults: RequestFault[],
): Read<Value> => {
  const result = codec.decode(input)
  if (E.isRight(result)) return { value: result.right }
  for (const error of result.left) faults.push(faultOf([part], error))
  return undefined
}

const readPayload = <Payload>(
  codec: t.Decoder<unknown, Payload>,
  body: Body | null,
  faults: RequestFault[],
): Read<Payload> => {
  if (body === null) return read('body', codec, undefined, faults)
  if ('json' in body) return read('body', codec, body.json, faults)
  faults.push({ type: 'json_invalid', loc: ['body'], msg: body.malformed, input: null })
  return undefined
}

const NO_FIELDS = Object.freeze({})

const fieldsOf = (query: URLSearchParams | null, faults: RequestFault[]): object => {
  if (query === null) return NO_FIELDS
  const fields = new Map<string, string>()
  for (const [name, value] of query) {
    if (fields.has(name))
      faults.push({ type: 'value_error', loc: ['query', name], msg: 'is given more than once', input: null })
    fields.set(name, value)
  }
  return Object.fromEntries(fields)
}
