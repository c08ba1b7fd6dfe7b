import type { handleClientStreamingCall, ServerReadableStream } from '@grpc/grpc-js'
import type { Host } from '../host.js'
import { appendConflict, appendSuccess, readAppend } from '../wire/append.js'
import { type Failure, maxAppendSizeExceeded, streamDeleted } from '../wire/failure.js'
import type { streams } from '../wire/protocol.js'
import { commitUnderFaults } from './suffer.js'
import { guard } from './unary.js'

type Call = ServerReadableStream<streams.AppendReq, streams.AppendResp>

/** One append per call: the first message says where, the others are the events, the half-close commits. */
export const append =
  (host: Host): handleClientStreamingCall<streams.AppendReq, streams.AppendResp> =>
  (call, callback) => {
    guard(async () => {
      const messages = await collect(call)
      if (messages === undefined) return
      const request = readAppend(messages)
      if (request._tag === 'Invalid') {
        callback(request.failure)
        return
      }
      const { stream, expected, events } = request
      const open = host.calls.start('append', stream, call)
      const fail = (failure: Failure): void => {
        open.close()
        callback(failure)
      }
      const outcome = await commitUnderFaults(host, 'append', stream, { call: open, fail }, () =>
        host.store.append(stream, expected, events),
      )
      if (outcome === undefined || open.isOver) return
      switch (outcome._tag) {
        case 'StreamDeleted':
          fail(streamDeleted(stream))
          return
        case 'TooBig':
          fail(maxAppendSizeExceeded(outcome.limit))
          return
        case 'WrongExpectedVersion':
          open.close()
          callback(null, appendConflict(outcome))
          return
        case 'Appended':
          open.close()
          callback(null, appendSuccess(outcome))
      }
    }, callback)
  }

/** `undefined`: the client was gone before it had said everything. */
const collect = async (call: Call): Promise<readonly streams.AppendReq[] | undefined> => {
  const messages: streams.AppendReq[] = []
  try {
    for await (const message of call) messages.push(message)
    return messages
  } catch {
    return undefined
  }
}
