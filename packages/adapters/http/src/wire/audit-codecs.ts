import { type Instant, utcInstant } from '@seat-ledger/core'
import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'

/*
 * The codecs that only the audit has use for.
 */

/** A number that is not negative. */
export const amount = new t.Type<number, number, unknown>(
  'amount',
  (input): input is number => typeof input === 'number' && input >= 0,
  (input, context) =>
    typeof input === 'number' && input >= 0
      ? t.success(input)
      : t.failure(input, context, 'must be a number that is not negative'),
  t.identity,
)

/** An object whose fields depend on what it is about. */
export const anyObject = new t.Type<object, object, unknown>(
  'object',
  (input): input is object => typeof input === 'object' && input !== null,
  (input, context) =>
    typeof input === 'object' && input !== null
      ? t.success(input)
      : t.failure(input, context, 'must be an object'),
  t.identity,
)

/** A UTC time of a query string: a day, which is its first instant, or a time with `Z`. */
export class QueryTime extends t.Type<Instant, string, unknown> {
  constructor() {
    super(
      'UtcTime',
      (input): input is Instant => typeof input === 'string' && utcInstant(input) === input,
      (input, context) => {
        const instant = typeof input === 'string' ? utcInstant(input) : undefined
        return instant === undefined
          ? t.failure(input, context, 'must be a UTC time such as 2026-03-03 or 2026-03-03T09:30:00Z')
          : t.success(instant)
      },
      t.identity,
    )
  }
}

/** See `QueryTime`. */
export const queryTime = new QueryTime()

/** A list of a query string, with commas between its items. */
export class QueryList<A> extends t.Type<readonly A[], string, unknown> {
  readonly item: t.Type<A, string, unknown>

  constructor(item: t.Type<A, string, unknown>) {
    super(
      `${item.name}[]`,
      (input): input is readonly A[] => Array.isArray(input) && input.every((value) => item.is(value)),
      (input, context) => {
        const items = typeof input === 'string' ? input.split(',') : [input]
        const results = items.map((value) => item.validate(value, context))
        const errors = results.flatMap((result) => (E.isLeft(result) ? result.left : []))
        return errors.length > 0
          ? t.failures(errors)
          : t.success(results.flatMap((result) => (E.isRight(result) ? [result.right] : [])))
      },
      (values) => values.map((value) => item.encode(value)).join(','),
    )
    this.item = item
  }
}
