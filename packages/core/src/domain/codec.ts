import * as t from 'io-ts'

/** A string of one kind, not to be mistaken for a string of another kind. */
export type Branded<Brand extends string> = string & { readonly [brand]: Brand }
declare const brand: unique symbol

/** A codec of strings that pass `accepts`; a refusal says `message`, which completes the sentence "<field> …". */
export const brandedString = <Brand extends string>(
  name: Brand,
  accepts: (text: string) => boolean,
  message: string,
): t.Type<Branded<Brand>, string, unknown> => {
  const is = (input: unknown): input is Branded<Brand> => typeof input === 'string' && accepts(input)
  return new t.Type(
    name,
    is,
    (input, context) => (is(input) ? t.success(input) : t.failure(input, context, message)),
    t.identity,
  )
}

/** A codec of whole numbers from `min` to `max`, both included. `t.number` alone accepts NaN and fractions. */
export const integer = (name: string, min: number, max: number): t.Type<number, number, unknown> => {
  const is = (input: unknown): input is number =>
    typeof input === 'number' && Number.isInteger(input) && input >= min && input <= max
  return new t.Type(
    name,
    is,
    (input, context) =>
      is(input)
        ? t.success(input)
        : t.failure(input, context, `must be a whole number from ${min} to ${max}`),
    t.identity,
  )
}

/** A codec of one of the given strings. */
export const oneOf = <Value extends string>(
  name: string,
  values: readonly [Value, ...Value[]],
): t.Type<Value, string, unknown> => {
  const is = (input: unknown): input is Value =>
    typeof input === 'string' && values.some((value) => value === input)
  return new t.Type(
    name,
    is,
    (input, context) =>
      is(input) ? t.success(input) : t.failure(input, context, `must be one of ${values.join(', ')}`),
    t.identity,
  )
}
