import { Integer } from '@seat-ledger/core'
import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'

/*
 * The codecs that core has no use for: what only JSON bodies and query strings hold.
 */

/** `true` or `false`. */
export const flag = new t.Type<boolean, boolean, unknown>(
  'boolean',
  (input): input is boolean => typeof input === 'boolean',
  (input, context) =>
    typeof input === 'boolean' ? t.success(input) : t.failure(input, context, 'must be true or false'),
  t.identity,
)

/** Text that is looked up, not checked: what is wrong with it is that nothing has this name. */
export const text = new t.Type<string, string, unknown>(
  'string',
  (input): input is string => typeof input === 'string',
  (input, context) =>
    typeof input === 'string' ? t.success(input) : t.failure(input, context, 'must be a string'),
  t.identity,
)

/** The payload of an endpoint that reads no body. */
export const NoBody: t.Type<undefined, undefined, unknown> = new t.Type(
  'NoBody',
  (input): input is undefined => input === undefined,
  () => t.success(undefined),
  t.identity,
)

/** Whether a codec says that there is no body. */
export const isNoBody = (codec: t.Mixed): boolean => codec === NoBody

/** A share from 0 to 1. */
export const fraction = new t.Type<number, number, unknown>(
  'fraction',
  (input): input is number => typeof input === 'number' && input >= 0 && input <= 1,
  (input, context) =>
    typeof input === 'number' && input >= 0 && input <= 1
      ? t.success(input)
      : t.failure(input, context, 'must be a number from 0 to 1'),
  t.identity,
)

/** See `listOf`. */
export class List<A, Output> extends t.Type<readonly A[], readonly Output[], unknown> {
  readonly item: t.Type<A, Output, unknown>
  readonly min: number
  readonly max: number

  constructor(item: t.Type<A, Output, unknown>, min: number, max: number) {
    super(
      `${item.name}[]`,
      (input): input is readonly A[] => Array.isArray(input) && input.every((value) => item.is(value)),
      (input, context) => {
        if (!Array.isArray(input) || input.length < min || input.length > max) {
          return t.failure(input, context, `must be a list of ${min} to ${max}`)
        }
        const results = input.map((value, index) =>
          item.validate(value, t.appendContext(context, `${index}`, item, value)),
        )
        const errors = results.flatMap((result) => (E.isLeft(result) ? result.left : []))
        return errors.length > 0
          ? t.failures(errors)
          : t.success(results.flatMap((result) => (E.isRight(result) ? [result.right] : [])))
      },
      (values) => values.map((value) => item.encode(value)),
    )
    this.item = item
    this.min = min
    this.max = max
  }
}

/** A codec of lists with `min` to `max` items, both included. */
export const listOf = <A, Output>(
  item: t.Type<A, Output, unknown>,
  min = 0,
  max = Number.MAX_SAFE_INTEGER,
): List<A, Output> => new List(item, min, max)

/** See `described`. */
export class Described<A, Output> extends t.Type<A, Output, unknown> {
  readonly codec: t.Type<A, Output, unknown>
  readonly description: string

  constructor(codec: t.Type<A, Output, unknown>, description: string) {
    super(codec.name, codec.is, codec.validate, codec.encode)
    this.codec = codec
    this.description = description
  }
}

/** The same codec with a sentence for the OpenAPI document. */
export const described = <A, Output>(
  codec: t.Type<A, Output, unknown>,
  description: string,
): Described<A, Output> => new Described(codec, description)

/** See `byPort`. */
export class ByPort extends t.Type<unknown, unknown, unknown> {
  readonly codec: t.Mixed

  constructor(codec: t.Mixed) {
    super(codec.name, (input): input is unknown => input !== undefined, t.success, t.identity)
    this.codec = codec
  }
}

/**
 * A body that `codec` describes in the OpenAPI document and that the port which takes it checks: it knows more rules, and
 * reports the faults of all of them at once.
 */
export const byPort = (codec: t.Mixed): ByPort => new ByPort(codec)

/** A number of a query string, within the bounds of `codec`. */
export class QueryInteger extends t.Type<number, string, unknown> {
  readonly codec: Integer

  constructor(codec: Integer) {
    super(
      codec.name,
      codec.is,
      (input, context) =>
        codec.validate(typeof input === 'string' && DIGITS.test(input) ? Number(input) : input, context),
      String,
    )
    this.codec = codec
  }
}

const DIGITS = /^-?\d{1,16}$/

/** A codec of whole numbers written in digits. */
export const queryInteger = (name: string, min: number, max: number): QueryInteger =>
  new QueryInteger(new Integer(name, min, max))
