import * as t from 'io-ts'

/*
 * Codecs of plain values. Each says in readable properties what it accepts, so that a schema can be written from it.
 */

/** A string of one kind, not to be mistaken for a string of another kind. */
export type Branded<Brand extends string> = string & { readonly [brand]: Brand }
declare const brand: unique symbol

/** What a codec of text accepts, as far as JSON Schema can say it. */
export interface TextShape {
  /** A regular expression that the whole text matches. */
  readonly pattern?: string
  /** In characters. */
  readonly minLength?: number
  /** In characters. */
  readonly maxLength?: number
  /** A format of JSON Schema, such as `date-time`. */
  readonly format?: string
}

/** See `brandedString`. */
export class BrandedString<Brand extends string> extends t.Type<Branded<Brand>, string, unknown> {
  /** What is accepted, as far as a schema can say it; `is` and `decode` may refuse more. */
  readonly shape: TextShape

  constructor(name: Brand, accepts: (text: string) => boolean, message: string, shape: TextShape) {
    const is = (input: unknown): input is Branded<Brand> => typeof input === 'string' && accepts(input)
    super(
      name,
      is,
      (input, context) => (is(input) ? t.success(input) : t.failure(input, context, message)),
      t.identity,
    )
    this.shape = shape
  }
}

/** A codec of strings that pass `accepts`; a refusal says `message`, which completes the sentence "<field> …". */
export const brandedString = <Brand extends string>(
  name: Brand,
  accepts: (text: string) => boolean,
  message: string,
  shape: TextShape = {},
): BrandedString<Brand> => new BrandedString(name, accepts, message, shape)

/** See `integer`. */
export class Integer extends t.Type<number, number, unknown> {
  /** The least number accepted. */
  readonly min: number
  /** The greatest number accepted. */
  readonly max: number

  constructor(name: string, min: number, max: number) {
    const is = (input: unknown): input is number =>
      typeof input === 'number' && Number.isInteger(input) && input >= min && input <= max
    super(
      name,
      is,
      (input, context) =>
        is(input)
          ? t.success(input)
          : t.failure(input, context, `must be a whole number from ${min} to ${max}`),
      t.identity,
    )
    this.min = min
    this.max = max
  }
}

/** A codec of whole numbers from `min` to `max`, both included. `t.number` alone accepts NaN and fractions. */
export const integer = (name: string, min: number, max: number): Integer => new Integer(name, min, max)

/** See `oneOf`. */
export class OneOf<Value extends string> extends t.Type<Value, string, unknown> {
  /** All that is accepted. */
  readonly values: readonly [Value, ...Value[]]

  constructor(name: string, values: readonly [Value, ...Value[]]) {
    const is = (input: unknown): input is Value =>
      typeof input === 'string' && values.some((value) => value === input)
    super(
      name,
      is,
      (input, context) =>
        is(input) ? t.success(input) : t.failure(input, context, `must be one of ${values.join(', ')}`),
      t.identity,
    )
    this.values = values
  }
}

/** A codec of one of the given strings. */
export const oneOf = <Value extends string>(
  name: string,
  values: readonly [Value, ...Value[]],
): OneOf<Value> => new OneOf(name, values)
