import {
  BrandedString,
  EmailAddress,
  type Fields,
  Integer,
  Nullable,
  OneOf,
  SeatMetadata,
  Struct,
} from '@seat-ledger/core'
import * as t from 'io-ts'
import { amount, anyObject, QueryList, QueryTime } from '../wire/audit-codecs.js'
import { Checked } from '../wire/checked.js'
import { ByPort, Described, flag, fraction, List, QueryInteger, text } from '../wire/codecs.js'
import { BulkRows, BulkSeat } from '../wire/requests.js'

/** A JSON Schema, as OpenAPI 3.1 has it. */
export type Schema = { readonly [keyword: string]: unknown }

/** The named schemas that were met on the way. */
export type Components = Map<string, { readonly codec: t.Mixed; schema: Schema }>

/** The schema of a codec. Objects become components and are referred to by name. */
export const schemaOf = (codec: t.Mixed, components: Components): Schema => {
  if (codec instanceof Described) return withDescription(schemaOf(codec.codec, components), codec.description)
  if (codec instanceof Checked) return schemaOf(codec.struct, components)
  if (codec instanceof ByPort) return schemaOf(codec.codec, components)
  if (codec instanceof Struct) return structSchema(codec, components)
  if (codec instanceof Nullable) return orNull(schemaOf(codec.codec, components))
  if (codec === BulkRows) return { ...listSchema(BulkRows), items: schemaOf(BulkSeat, components) }
  if (codec instanceof List) return { ...listSchema(codec), items: schemaOf(codec.item, components) }
  return leafSchema(codec)
}

const leafSchema = (codec: t.Mixed): Schema => {
  if (codec instanceof QueryInteger) return leafSchema(codec.codec)
  if (codec instanceof Integer) return { type: 'integer', minimum: codec.min, maximum: codec.max }
  if (codec instanceof OneOf) return { type: 'string', enum: codec.values }
  if (codec instanceof BrandedString) return { type: 'string', ...codec.shape }
  if (codec === EmailAddress) return { type: 'string', minLength: 3, examples: ['ada@example.com'] }
  if (codec === SeatMetadata) return { type: 'object', maxProperties: 10, additionalProperties: true }
  if (codec instanceof QueryTime) return { type: 'string', examples: ['2026-03-03', '2026-03-03T09:30:00Z'] }
  if (codec instanceof QueryList) return { type: 'array', items: leafSchema(codec.item), minItems: 1 }
  if (codec === anyObject) return { type: 'object', additionalProperties: true }
  if (codec === amount) return { type: 'number', minimum: 0 }
  if (codec === text) return { type: 'string' }
  if (codec === flag) return { type: 'boolean' }
  if (codec === fraction) return { type: 'number', minimum: 0, maximum: 1 }
  if (codec === t.null) return { type: 'null' }
  if (codec === t.unknown) return {}
  throw new Error(`There is no schema for the codec ${codec.name}`)
}

const listSchema = ({ min, max }: List<unknown, unknown>): Schema => ({
  type: 'array',
  ...(min > 0 ? { minItems: min } : {}),
  ...(max < Number.MAX_SAFE_INTEGER ? { maxItems: max } : {}),
})

const withDescription = (schema: Schema, description: string): Schema => ({ ...schema, description })

const orNull = (schema: Schema): Schema => {
  const { type, enum: values } = schema
  if (typeof type !== 'string' || values !== undefined) return { anyOf: [schema, { type: 'null' }] }
  return { ...schema, type: [type, 'null'] }
}

/** The fields of an object. */
export interface FieldsOf {
  readonly required: Fields
  readonly optional: Fields
}

const structSchema = (codec: FieldsOf & t.Mixed, components: Components): Schema => {
  const { name } = codec
  const reference = { $ref: `#/components/schemas/${name}` }
  const known = components.get(name)
  if (known !== undefined) {
    if (known.codec !== codec) throw new Error(`Two codecs have the name ${name}`)
    return reference
  }
  const entry = { codec, schema: {} as Schema }
  components.set(name, entry)
  entry.schema = objectSchema(codec, components)
  return reference
}

/** The fields of the codec of an object, whatever it is wrapped in. */
export const fieldsOf = (codec: t.Mixed): FieldsOf => {
  if (codec instanceof Checked) return fieldsOf(codec.struct)
  if (codec instanceof Struct) return codec
  throw new Error(`${codec.name} is not the codec of an object`)
}

/** The schema of an object itself. What it does not know is dropped, so more properties are not forbidden. */
const objectSchema = ({ required, optional }: FieldsOf, components: Components): Schema => ({
  type: 'object',
  ...(Object.keys(required).length > 0 ? { required: Object.keys(required) } : {}),
  properties: Object.fromEntries(
    Object.entries({ ...required, ...optional }).map(([name, codec]) => [name, schemaOf(codec, components)]),
  ),
})
