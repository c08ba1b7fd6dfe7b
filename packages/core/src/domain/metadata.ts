import * as t from 'io-ts'

/** A value that survives JSON unchanged. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

/** What the host attaches to a seat: at most 10 keys and 1,024 bytes as UTF-8 JSON. Frozen, all the way down. */
export type SeatMetadata = { readonly [key: string]: Json }

/** The metadata of a seat that was given none. */
export const NO_METADATA: SeatMetadata = Object.freeze({})

const MAX_KEYS = 10
const MAX_BYTES = 1024
const MAX_DEPTH = 16

const utf8 = new TextEncoder()

const isPlainObject = (input: unknown): input is Record<string, unknown> => {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return false
  const prototype: unknown = Object.getPrototypeOf(input)
  return prototype === Object.prototype || prototype === null
}

/** A frozen copy of plain JSON data, or undefined when there is anything in it that JSON would lose or change. */
const copyJson = (input: unknown, depth: number): Json | undefined => {
  if (input === null || typeof input === 'boolean' || typeof input === 'string') return input
  // JSON has no negative zero.
  if (typeof input === 'number') return Number.isFinite(input) ? input + 0 : undefined
  if (depth === 0) return undefined
  if (Array.isArray(input)) {
    const items: Json[] = []
    for (const item of input) {
      const copy = copyJson(item, depth - 1)
      if (copy === undefined) return undefined
      items.push(copy)
    }
    return Object.freeze(items)
  }
  return isPlainObject(input) ? copyObject(input, depth) : undefined
}

const copyObject = (input: Record<string, unknown>, depth: number): SeatMetadata | undefined => {
  const copy: Record<string, Json> = {}
  for (const key of Object.keys(input)) {
    if (key === '__proto__') return undefined
    const value = copyJson(input[key], depth - 1)
    if (value === undefined) return undefined
    copy[key] = value
  }
  return Object.freeze(copy)
}

const problemOf = (input: unknown): string | undefined => {
  if (!isPlainObject(input)) return 'must be an object'
  if (Object.keys(input).length > MAX_KEYS) return `must have at most ${MAX_KEYS} keys`
  const copy = copyObject(input, MAX_DEPTH)
  if (copy === undefined) return 'must hold JSON values only, and no key named __proto__'
  if (utf8.encode(JSON.stringify(copy)).length > MAX_BYTES)
    return `must be at most ${MAX_BYTES} bytes as UTF-8 JSON`
  return undefined
}

/** The codec of seat metadata; decoding gives a frozen copy, so that a later change by the caller changes nothing here. */
export const SeatMetadata = new t.Type<SeatMetadata, SeatMetadata, unknown>(
  'SeatMetadata',
  (input): input is SeatMetadata => problemOf(input) === undefined,
  (input, context) => {
    const problem = problemOf(input)
    if (problem !== undefined || !isPlainObject(input)) return t.failure(input, context, problem)
    if (Object.keys(input).length === 0) return t.success(NO_METADATA)
    return t.success(copyObject(input, MAX_DEPTH) ?? NO_METADATA)
  },
  t.identity,
)
