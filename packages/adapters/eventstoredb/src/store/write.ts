import type { AppendExpectedRevision, AppendResult, EventData } from '@eventstore/db-client'
import type { AppendFailure, StreamName } from '@seat-ledger/core'
import * as E from 'fp-ts/lib/Either.js'
import { CLOSED, type Connection } from '../connection/connection.js'
import { appendFailure, factsOf } from '../connection/failures.js'
import { timedCall } from '../connection/timed-call.js'

/** One append as the client takes it. */
export interface Write {
  readonly stream: string
  readonly expected: AppendExpectedRevision
  readonly events: readonly EventData[]
}

/** The client's own deadline strikes first, where it has one; ours is for where it has none. */
const GRACE_MS = 500

/** Makes one append and says what became of it. */
export const write = async (
  connection: Connection,
  { stream, expected, events }: Write,
  failed: { readonly stream: StreamName; readonly expected: number },
): Promise<E.Either<AppendFailure, AppendResult>> => {
  const { call, timeoutMs } = connection.settings
  const alone = call.credentials !== undefined
  const line = connection.commands
  const attempt = () =>
    timedCall(line, timeoutMs + GRACE_MS, async (client) => {
      try {
        return await client.appendToStream(stream, [...events], {
          ...call,
          expectedRevision: expected,
          deadline: timeoutMs,
        })
      } catch (error) {
        if (['unavailable', 'cancelled', undefined].includes(factsOf(error).type)) line.failed(client)
        throw error
      }
    })
  return connection.during(
    connection.appending(async () => {
      if (connection.closing.aborted) return E.left(CLOSED)
      let answer = await attempt()
      // Not written, and the client has just been told where the leader is: the one thing worth repeating here. All
      // else is repeated by the engine, with its own bound and waits, so that no two loops multiply.
      if (alone && E.isLeft(answer) && isNotLeader(answer.left)) answer = await attempt()
      if (E.isRight(answer)) return answer
      if (answer.left._tag === 'Error') return E.left(appendFailure(answer.left.error, { ...failed, alone }))
      return E.left({
        _tag: 'OutcomeUnknown',
        detail: `EventStoreDB: no answer in ${timeoutMs} ms`,
        cause: undefined,
      })
    }),
  )
}

const isNotLeader = (
  failure: { readonly _tag: 'Error'; readonly error: unknown } | { readonly _tag: 'Silent' },
) => failure._tag === 'Error' && factsOf(failure.error).type === 'not-leader'
