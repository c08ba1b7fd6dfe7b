import type { RecordedEvent as ClientEvent, ReadStreamOptions } from '@eventstore/db-client'
import type { ReadFailure } from '@seat-ledger/core'
import * as E from 'fp-ts/lib/Either.js'
import { CLOSED, type Connection } from '../connection/connection.js'
import { factsOf, readFailure } from '../connection/failures.js'
import { readAhead } from '../connection/read-ahead.js'
import { timedCall } from '../connection/timed-call.js'

/** How many events may wait between the network and us. */
const READ_AHEAD = 256

/** Reads events of a stream. A stream that does not exist, or was deleted to be used again, is empty. */
export const readEvents = async (
  connection: Connection,
  stream: string,
  options: Pick<ReadStreamOptions, 'direction' | 'fromRevision' | 'maxCount'>,
): Promise<E.Either<ReadFailure, readonly ClientEvent[]>> => {
  if (connection.closing.aborted) return E.left(CLOSED)
  const { call, timeoutMs } = connection.settings
  const answer = await connection.during(
    timedCall(connection.commands, timeoutMs, async (client, timer) => {
      const read = client.readStream(stream, { ...options, ...call }, readAhead(READ_AHEAD))
      const events: ClientEvent[] = []
      let isOver = false
      try {
        for await (const { event } of read) {
          timer.restart()
          if (event !== undefined) events.push(event)
        }
        isOver = true
        return events
      } catch (error) {
        const { type } = factsOf(error)
        if (type === 'stream-not-found') return []
        if (type === 'unavailable' || type === undefined) connection.commands.failed(client)
        throw error
      } finally {
        // Leaving the loop does not end the call.
        if (!isOver) void read.cancel().catch(() => undefined)
      }
    }),
  )
  if (E.isRight(answer)) return answer
  if (answer.left._tag === 'Error') return E.left(readFailure(answer.left.error))
  return E.left({
    _tag: 'StoreUnavailable',
    detail: `EventStoreDB: no answer in ${timeoutMs} ms`,
    cause: undefined,
  })
}
