import type { Fields, Struct } from '@seat-ledger/core'
import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'

/** A rule about several fields at once: what is wrong, or undefined. Sees the fields as they were given. */
export type FieldRule = (fields: { readonly [name: string]: unknown }) => string | undefined

/** An object whose fields must also fit together. Faults of fields and of the rule are reported side by side. */
export class Checked<A, Output> extends t.Type<A, Output, unknown> {
  readonly struct: t.Type<A, Output, unknown>

  constructor(struct: t.Type<A, Output, unknown>, rule: FieldRule) {
    super(
      struct.name,
      struct.is,
      (input, context) => {
        const read = struct.validate(input, context)
        const broken = isObject(input) ? rule(input) : undefined
        if (broken === undefined) return read
        const fault: t.ValidationError = { value: undefined, context, message: broken }
        return t.failures(E.isLeft(read) ? [...read.left, fault] : [fault])
      },
      struct.encode,
    )
    this.struct = struct
  }
}

const isObject = (input: unknown): input is { readonly [name: string]: unknown } =>
  typeof input === 'object' && input !== null && !Array.isArray(input)

/** See `Checked`. */
export const checked = <R extends Fields, O extends Fields>(
  struct: Struct<R, O>,
  rule: FieldRule,
): Checked<t.TypeOf<Struct<R, O>>, t.OutputOf<Struct<R, O>>> => new Checked(struct, rule)
