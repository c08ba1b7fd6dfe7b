import type { Position } from '@seat-ledger/core'
import * as E from 'fp-ts/lib/Either.js'
import type { Connection } from '../connection/connection.js'
import { timedCall } from '../connection/timed-call.js'
import { toPosition } from '../wire/places.js'

/** Whether a reader has had everything: `unclear` when too many foreign events came since. */
export type Standing = 'caught-up' | 'behind' | 'unclear'

/**
 * Looks at the end of the log, newest first, for an event of ours that a reader has not had. The server says once that
 * a subscription is live; afterwards only this tells "nothing more" from "not here yet".
 */
export const standingOf = async (
  connection: Connection,
  { after, prefix, depth }: { readonly after: Position; readonly prefix: string; readonly depth: number },
): Promise<Standing> => {
  const { call, timeoutMs } = connection.settings
  const answer = await timedCall(
    connection.subscriptions,
    timeoutMs,
    async (client, timer): Promise<Standing> => {
      const read = client.readAll({ ...call, direction: 'backwards', fromPosition: 'end', maxCount: depth })
      let seen = 0
      let standing: Standing | undefined
      for await (const { event } of read) {
        timer.restart()
        seen += 1
        if (event === undefined || standing !== undefined) continue
        if (toPosition(event.position) <= after) standing = 'caught-up'
        else if (isOurs(event.streamId, prefix)) standing = 'behind'
        // To its end, not out of the loop: a call that was over before it is left is never given back by the client.
        if (standing !== undefined) void read.cancel().catch(() => undefined)
      }
      if (standing !== undefined) return standing
      return seen < depth ? 'caught-up' : 'unclear'
    },
  )
  return E.isRight(answer) ? answer.right : 'unclear'
}

/** Whether a stream's name begins with the prefix; no prefix means every stream but the server's own. */
export const isOurs = (stream: string, prefix: string): boolean =>
  prefix === '' ? !stream.startsWith('$') : stream.startsWith(prefix)
