import * as E from 'fp-ts/lib/Either.js'
import type * as t from 'io-ts'
import { MISSING, Struct } from '../domain/struct.js'

/** One thing that is wrong with what was given. Holds no value, as a value may be a secret. */
export interface Fault {
  /** Where: field names, and positions in lists. Empty for the whole. */
  readonly path: readonly string[]
  readonly problem: 'missing' | 'invalid'
  /** Completes the sentence "<path> …". */
  readonly message: string
}

/** What was given is malformed. Lists every fault; nothing was written. */
export interface InvalidInput {
  readonly _tag: 'InvalidInput'
  readonly faults: readonly Fault[]
}

/** Reads unknown data with a codec, all faults at once. */
export const parse = <A>(codec: t.Decoder<unknown, A>, input: unknown): E.Either<InvalidInput, A> => {
  if (codec instanceof Struct) {
    const output = codec.quick(input)
    if (output !== undefined) return E.right(output)
  }
  const result = codec.decode(input)
  return E.isRight(result) ? result : E.left({ _tag: 'InvalidInput', faults: result.left.map(faultOf) })
}

const faultOf = (error: t.ValidationError): Fault => ({
  path: error.context.flatMap((entry) => (entry.key === '' ? [] : [entry.key])),
  problem: error.message === MISSING ? 'missing' : 'invalid',
  message: error.message ?? `must be ${error.context.at(-1)?.type.name ?? 'valid'}`,
})

/** A fault in one line: `seats.3.email must not be empty`. */
export const describeFault = (fault: Fault): string => `${fault.path.join('.') || 'input'} ${fault.message}`
