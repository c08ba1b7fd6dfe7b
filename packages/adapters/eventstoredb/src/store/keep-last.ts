import type { StreamMetadata } from '@eventstore/db-client'
import type { Connection } from '../connection/connection.js'
import { timedCall } from '../connection/timed-call.js'

/**
 * Has the server keep the last events of a stream only. A stream that was told before is left as it is, so that an
 * operator may choose otherwise; whatever goes wrong costs space and nothing else.
 */
export const keepLast = (connection: Connection, stream: string, maxCount: number): Promise<void> =>
  setMetadata(connection, stream, { maxCount }, 'no_stream')

/** Has the server drop the events of a stream that lie before a revision. */
export const dropBefore = (connection: Connection, stream: string, revision: number): Promise<void> =>
  setMetadata(connection, stream, { truncateBefore: revision }, 'any')

const setMetadata = async (
  connection: Connection,
  stream: string,
  metadata: StreamMetadata,
  expectedRevision: 'any' | 'no_stream',
): Promise<void> => {
  const { call, timeoutMs } = connection.settings
  await connection.during(
    timedCall(connection.commands, timeoutMs, (client) =>
      client.setStreamMetadata(stream, metadata, { ...call, expectedRevision, deadline: timeoutMs }),
    ),
  )
}
