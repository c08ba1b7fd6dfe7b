import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import { BrandedString, Integer, OneOf } from './codec.js'

/** Codecs by field name. */
export type Fields = { readonly [name: string]: t.Mixed }

type Required<F extends Fields> = { readonly [Name in keyof F]: t.TypeOf<F[Name]> }
type Optional<F extends Fields> = { readonly [Name in keyof F]?: t.TypeOf<F[Name]> }
type Output<R extends Fields, O extends Fields> = { readonly [Name in keyof R]: t.OutputOf<R[Name]> } & {
  readonly [Name in keyof O]?: t.OutputOf<O[Name]>
}

/**
 * The codec of an object with required and optional fields. Unlike an intersection of `t.strict` and `t.partial` it
 * reports each fault once, under the field's own path; it drops fields that it does not know, and an optional field
 * that is undefined is as good as absent.
 */
export class Struct<R extends Fields, O extends Fields> extends t.Type<
  Required<R> & Optional<O>,
  Output<R, O>,
  unknown
> {
  readonly required: R
  readonly optional: O
  /** What a well-formed input reads as; undefined for any other, which `decode` explains. */
  readonly quick: (input: unknown) => (Required<R> & Optional<O>) | undefined
  /** Reads any input, with a context for every field: what `quick` reads, or every fault under its own path. */
  readonly explain: (input: unknown, context: t.Context) => t.Validation<Required<R> & Optional<O>>

  /** `plain`: see `struct`. */
  constructor(name: string, required: R, optional: O, plain?: Plain<R, O>) {
    const read = quickReader(required, optional)
    const explain = (input: unknown, context: t.Context) => explainStruct(required, optional, input, context)
    const readAny = (input: unknown) => read(input) as (Required<R> & Optional<O>) | undefined
    const quick = plain === undefined ? readAny : (input: unknown) => plain(input) ?? readAny(input)
    super(
      name,
      (input): input is Required<R> & Optional<O> => quick(input) !== undefined,
      (input, context) => {
        const output = quick(input)
        return output === undefined ? explain(input, context) : t.success(output)
      },
      (value) => writeStruct({ ...required, ...optional }, value) as Output<R, O>,
    )
    this.required = required
    this.optional = optional
    this.quick = quick
    this.explain = explain
  }
}

/** Reads some well-formed inputs just as the codec does; undefined for the rest, which is left to the codec. */
type Plain<R extends Fields, O extends Fields> = (input: unknown) => (Required<R> & Optional<O>) | undefined

/**
 * See `Struct`. `plain` is a hand-written reader of the inputs that come most: 0.1 µs instead of 0.3, and all that it
 * reads has one shape, which makes every later look at it cheaper.
 */
export const struct = <R extends Fields, O extends Fields = Record<never, never>>(
  name: string,
  required: R,
  optional: O = {} as O,
  plain?: Plain<R, O>,
): Struct<R, O> => new Struct(name, required, optional, plain)

type Members = { readonly [name: string]: unknown }

interface Field {
  readonly name: string
  readonly codec: t.Mixed
  readonly isRequired: boolean
  /** See `givesBack`. */
  readonly isGivenBack: boolean
}

const fieldsOf = (codecs: Fields, isRequired: boolean): Field[] =>
  Object.entries(codecs).map(([name, codec]) => ({ name, codec, isRequired, isGivenBack: givesBack(codec) }))

/**
 * Reads what is well-formed; undefined for all else, which `explainStruct` then reads again and explains. It asks the
 * codecs without a context, as only a fault needs one: a struct of 14 fields takes 0.3 µs instead of 2.
 */
const quickReader = (required: Fields, optional: Fields): ((input: unknown) => Members | undefined) => {
  const fields = [...fieldsOf(required, true), ...fieldsOf(optional, false)]
  return (input) => {
    if (typeof input !== 'object' || input === null || Array.isArray(input)) return undefined
    const members = input as Members
    const output: { [name: string]: unknown } = {}
    for (const field of fields) {
      const value = members[field.name]
      if (value !== undefined && Object.hasOwn(members, field.name)) {
        const read = quickField(field, value)
        if (read === undefined) return undefined
        output[field.name] = read
      } else if (field.isRequired) return undefined
    }
    return output
  }
}

/** Undefined for a fault; no codec reads anything as undefined. */
const quickField = ({ codec, isGivenBack }: Field, value: unknown): unknown => {
  if (isGivenBack) return codec.is(value) ? value : undefined
  if (codec instanceof Struct) return codec.quick(value)
  const result = codec.validate(value, NO_CONTEXT)
  return E.isRight(result) ? result.right : undefined
}

/** Whether a codec gives back the very value that it accepts: then `is` says all, without an object for the answer. */
const givesBack = (codec: t.Mixed): boolean =>
  codec instanceof BrandedString ||
  codec instanceof Integer ||
  codec instanceof OneOf ||
  codec instanceof t.StringType

const NO_CONTEXT: t.Context = []

const explainStruct = <R extends Fields, O extends Fields>(
  required: R,
  optional: O,
  input: unknown,
  context: t.Context,
): t.Validation<Required<R> & Optional<O>> => {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    return t.failure(input, context, 'must be an object')
  }
  const fields = input as { readonly [name: string]: unknown }
  const errors: t.ValidationError[] = []
  const output: { [name: string]: unknown } = {}
  const read = (name: string, codec: t.Mixed, value: unknown): void => {
    const result = codec.validate(value, t.appendContext(context, name, codec, value))
    if (E.isLeft(result)) errors.push(...result.left)
    else output[name] = result.right
  }
  for (const name in required) {
    const codec = required[name]
    const value = Object.hasOwn(fields, name) ? fields[name] : undefined
    if (codec === undefined) continue
    if (value === undefined)
      errors.push({ value, context: t.appendContext(context, name, codec), message: MISSING })
    else read(name, codec, value)
  }
  for (const name in optional) {
    const codec = optional[name]
    const value = Object.hasOwn(fields, name) ? fields[name] : undefined
    if (codec !== undefined && value !== undefined) read(name, codec, value)
  }
  return errors.length > 0 ? t.failures(errors) : t.success(output as Required<R> & Optional<O>)
}

const writeStruct = (
  fields: Fields,
  value: { readonly [name: string]: unknown },
): { [name: string]: unknown } => {
  const output: { [name: string]: unknown } = {}
  for (const [name, codec] of Object.entries(fields)) {
    if (value[name] !== undefined) output[name] = codec.encode(value[name])
  }
  return output
}

/** What a fault of a required field without a value says. */
export const MISSING = 'is required'

/** See `nullable`. */
export class Nullable<A, Output> extends t.Type<A | null, Output | null, unknown> {
  /** What is read when it is not null. */
  readonly codec: t.Type<A, Output, unknown>

  constructor(codec: t.Type<A, Output, unknown>) {
    super(
      `${codec.name} | null`,
      (input): input is A | null => input === null || codec.is(input),
      (input, context) => (input === null ? t.success(null) : codec.validate(input, context)),
      (value) => (value === null ? null : codec.encode(value)),
    )
    this.codec = codec
  }
}

/** `null`, or what `codec` reads; a fault is that of `codec`. */
export const nullable = <A, Output>(codec: t.Type<A, Output, unknown>): Nullable<A, Output> =>
  new Nullable(codec)
