import * as E from 'fp-ts/lib/Either.js'
import type { EsdbClient } from './esdb-client.js'
import type { Line } from './line.js'

/** Why a call of the client gave nothing: it said so, or did not answer in time. */
export type CallFailure = { readonly _tag: 'Error'; readonly error: unknown } | { readonly _tag: 'Silent' }

/** What the caller of the client may do with the timer that runs meanwhile. */
export interface Timer {
  /** Something has come: the time begins anew. */
  readonly restart: () => void
}

/**
 * Makes one call of the client under a timer of our own: some calls of the client have no deadline, some promises never
 * settle. A call that is given up goes on unheard.
 */
export const timedCall = async <Result>(
  line: Line,
  milliseconds: number,
  call: (client: EsdbClient, timer: Timer) => Promise<Result>,
): Promise<E.Either<CallFailure, Result>> => {
  const entered = E.tryCatch(
    () => line.enter(),
    (error): CallFailure => ({ _tag: 'Error', error }),
  )
  if (E.isLeft(entered)) return entered
  const client = entered.right
  let timeout: NodeJS.Timeout | undefined
  const silence = new Promise<E.Either<CallFailure, Result>>((resolve) => {
    timeout = setTimeout(() => {
      line.hung(client)
      resolve(E.left({ _tag: 'Silent' }))
    }, milliseconds)
  })
  const answer = call(client, { restart: () => timeout?.refresh() }).then(
    (result): E.Either<CallFailure, Result> => {
      line.worked(client)
      return E.right(result)
    },
    (error: unknown): E.Either<CallFailure, Result> => E.left({ _tag: 'Error', error }),
  )
  try {
    return await Promise.race([answer, silence])
  } finally {
    clearTimeout(timeout)
    line.leave(client)
  }
}
