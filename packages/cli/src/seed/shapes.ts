import type { Fields, Struct } from '@seat-ledger/core'
import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'

/** True or false. */
export const flag = new t.Type<boolean, boolean, unknown>(
  'boolean',
  (input): input is boolean => typeof input === 'boolean',
  (input, context) =>
    typeof input === 'boolean' ? t.success(input) : t.failure(input, context, 'must be true or false'),
  t.identity,
)

/** A list whose items are checked each for itself. */
export const listOf = <A, Output>(
  item: t.Type<A, Output, unknown>,
): t.Type<readonly A[], readonly Output[], unknown> => {
  const items = t.readonlyArray(item)
  return new t.Type(
    items.name,
    items.is,
    (input, context) =>
      Array.isArray(input) ? items.validate(input, context) : t.failure(input, context, 'must be a list'),
    items.encode,
  )
}

/** The same object, without fields that nobody knows: a mistyped setting would be left out in silence. */
export const closed = <R extends Fields, O extends Fields>(
  open: Struct<R, O>,
): t.Type<t.TypeOf<Struct<R, O>>, t.OutputOf<Struct<R, O>>, unknown> => {
  const known = [...Object.keys(open.required), ...Object.keys(open.optional)]
  return new t.Type(
    open.name,
    open.is,
    (input, context) => {
      const read = open.validate(input, context)
      const unknown = fieldsOf(input).filter((name) => !known.includes(name))
      if (unknown.length === 0) return read
      const faults = unknown.map((name) => ({
        value: undefined,
        context: t.appendContext(context, name, t.unknown),
        message: `is no known field; there are ${known.join(', ')}`,
      }))
      return t.failures([...(E.isLeft(read) ? read.left : []), ...faults])
    },
    open.encode,
  )
}

const fieldsOf = (input: unknown): readonly string[] =>
  typeof input === 'object' && input !== null && !Array.isArray(input) ? Object.keys(input) : []

/** One of several objects, told apart by a field; a fault speaks of the one that is meant, not of all. */
export const taggedBy = <Tag extends string, Codecs extends { readonly [value: string]: t.Mixed }>(
  tag: Tag,
  codecs: Codecs,
): t.Type<t.TypeOf<Codecs[keyof Codecs]>, t.OutputOf<Codecs[keyof Codecs]>, unknown> => {
  const codecOf = (input: unknown): t.Mixed | undefined => {
    if (typeof input !== 'object' || input === null) return undefined
    const value = new Map(Object.entries(input)).get(tag)
    return typeof value === 'string' && Object.hasOwn(codecs, value) ? codecs[value] : undefined
  }
  const values = Object.keys(codecs).join(', ')
  return new t.Type(
    `tagged by ${tag}`,
    (input): input is t.TypeOf<Codecs[keyof Codecs]> => codecOf(input)?.is(input) === true,
    (input, context) => {
      const codec = codecOf(input)
      if (codec !== undefined) return codec.validate(input, context)
      if (typeof input !== 'object' || input === null) return t.failure(input, context, 'must be an object')
      return t.failure(input, t.appendContext(context, tag, t.string), `must be one of ${values}`)
    },
    (value) => codecOf(value)?.encode(value),
  )
}
