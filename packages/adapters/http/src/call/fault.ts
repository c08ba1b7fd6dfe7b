import { MISSING } from '@seat-ledger/core'
import type * as t from 'io-ts'
import type { RequestFault } from '../failures/failures.js'
import { List } from '../wire/codecs.js'

/** Fields whose value is a secret: it is never said back. */
const SECRET = new Set(['invitation_token'])

const LONGEST_ECHO = 100

/** A fault of a codec, in the shape of the reference; `prefix` says which part of the request was read. */
export const faultOf = (prefix: RequestFault['loc'], error: t.ValidationError): RequestFault => {
  const { context, message } = error
  const loc = [...prefix]
  let parent: t.Decoder<unknown, unknown> | undefined
  for (const { key, type } of context) {
    if (key !== '') loc.push(parent instanceof List ? Number(key) : key)
    parent = type
  }
  const last = context.at(-1)
  return {
    type: message === MISSING ? 'missing' : 'value_error',
    loc,
    msg: message ?? `must be ${last?.type.name ?? 'valid'}`,
    input: last === undefined || SECRET.has(last.key) ? null : echo(last.actual),
  }
}

const echo = (value: unknown): RequestFault['input'] => {
  if (typeof value === 'string') return value.slice(0, LONGEST_ECHO)
  return typeof value === 'number' || typeof value === 'boolean' ? value : null
}
