import type { handleUnaryCall, ServerUnaryCall } from '@grpc/grpc-js'
import type { OpenCall, Rpc } from '../calls.js'
import type { Host } from '../host.js'
import type { Failure } from '../wire/failure.js'
import type { Patient } from './suffer.js'

/** A unary call with its answer: exactly one of the two functions is called, or none if the call hangs. */
export interface Unary<Response> extends Patient {
  readonly call: OpenCall
  answer(response: Response): void
  fail(failure: Failure): void
}

/** A handler whose call is on the books from the beginning to the answer. A bug in it is an INTERNAL error. */
export const unary =
  <Request, Response>(
    host: Host,
    rpc: Rpc,
    streamOf: (request: Request) => string,
    handle: (request: Request, unary: Unary<Response>) => Promise<void> | void,
  ): handleUnaryCall<Request, Response> =>
  (call: ServerUnaryCall<Request, Response>, callback) => {
    const open = host.calls.start(rpc, streamOf(call.request), call)
    const done = (respond: () => void): void => {
      if (open.isOver) return
      open.close()
      respond()
    }
    const conversation: Unary<Response> = {
      call: open,
      answer: (response) => {
        done(() => {
          callback(null, response)
        })
      },
      fail: (failure) => {
        done(() => {
          callback(failure)
        })
      },
    }
    guard(() => handle(call.request, conversation), callback)
  }

/** Runs a handler and turns what it throws into the error of its call. */
export const guard = (handle: () => Promise<void> | void, onError: (error: Error) => void): void => {
  Promise.resolve()
    .then(handle)
    .catch((error: unknown) => {
      onError(error instanceof Error ? error : new Error(String(error)))
    })
}
