import { deepStrictEqual, fail } from 'node:assert/strict'
import type { Appended, AppendFailure, StreamName } from '@seat-ledger/core'
import * as E from 'fp-ts/lib/Either.js'

/** The right side of a port's answer. A left, a rejected promise and a synchronous throw all fail the case. */
export const right = async <Failure, Value>(
  call: () => Promise<E.Either<Failure, Value>>,
): Promise<Value> => {
  const answer = await settled(call)
  return E.isRight(answer) ? answer.right : fail(`The port failed: ${JSON.stringify(answer.left)}`)
}

/** The left side of a port's answer. */
export const left = async <Failure, Value>(
  call: () => Promise<E.Either<Failure, Value>>,
): Promise<Failure> => {
  const answer = await settled(call)
  return E.isLeft(answer) ? answer.left : fail('The port succeeded where it must fail')
}

/** A port's answer, whichever it is: a value. */
export const settled = async <Answer>(call: () => Promise<Answer>): Promise<Answer> => {
  try {
    return await call()
  } catch (cause) {
    throw new Error('The port threw or rejected. Nothing throws across a port.', { cause })
  }
}

/** Splits the answers of writers who raced each other; whoever neither won nor lost the race fails the case. */
export const raced = (
  answers: readonly E.Either<AppendFailure, Appended>[],
  stream: StreamName,
  expected: number,
): { readonly won: readonly number[]; readonly lost: readonly number[] } => {
  const won: number[] = []
  const lost: number[] = []
  for (const [writer, answer] of answers.entries()) {
    if (E.isRight(answer)) {
      won.push(writer)
      continue
    }
    deepStrictEqual(answer.left, { _tag: 'WrongRevision', stream, expected })
    lost.push(writer)
  }
  return { won, lost }
}
