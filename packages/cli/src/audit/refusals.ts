import type { ReadFailure } from '@seat-ledger/core'
import * as E from 'fp-ts/lib/Either.js'
import { failed, type Refused, wrongInput } from '../terminal/exit.js'

const WORDS = {
  LedgerNotFound: 'There is no pool of this id in this organization.',
  SeatNotFound: 'There is no seat of this id in this organization.',
  BadPeriod: '--from must lie before --to, and there may be at most 10,000 periods in between.',
  BadAuditPage: 'The page cannot be read.',
} as const

type Failure = ReadFailure | { readonly _tag: keyof typeof WORDS }

/** What was read, or the end of the command. */
export const orRefuse = <A>(result: E.Either<Failure, A>): A => {
  if (E.isRight(result)) return result.right
  throw inWords(result.left)
}

const inWords = (failure: Failure): Refused => {
  if (!('detail' in failure))
    return failure._tag === 'BadPeriod' ? wrongInput(WORDS.BadPeriod) : failed(WORDS[failure._tag])
  const reason = failure.cause instanceof Error ? `: ${failure.cause.message}` : ''
  return failed(`${failure.detail}${reason}.`)
}
