import type { handleServerStreamingCall } from '@grpc/grpc-js'
import type { Host } from '../host.js'
import { acceptAll, acceptBy } from '../store/filter.js'
import { readAll, readStream } from '../store/reading.js'
import { invalidArgument, invalidPosition, streamDeleted } from '../wire/failure.js'
import { streams } from '../wire/protocol.js'
import {
  type AllSource,
  type ReadRequest,
  readRequest,
  type StreamSource,
  streamNotFound,
} from '../wire/read.js'
import { readEvent } from '../wire/recorded.js'
import { Delivery } from './delivery.js'
import { resolve } from './resolve.js'
import { Sink } from './sink.js'
import { subscribeToAll } from './subscribe-all.js'
import { subscribeToStream } from './subscribe-stream.js'
import { guard } from './unary.js'

/** Reads and catch-up subscriptions, which share one rpc. */
export const read =
  (host: Host): handleServerStreamingCall<streams.ReadReq, streams.ReadResp> =>
  (call) => {
    guard(
      async () => {
        const request = readRequest(call.request.getOptions() ?? new streams.ReadReq.Options())
        const rpc = request.page === undefined ? 'subscribe' : 'read'
        const sink = new Sink<streams.ReadResp>(host.calls.start(rpc, request.source.stream, call), call)
        const delivery = new Delivery(host, rpc, sink)
        if (!(await delivery.begin())) return
        if (request.page !== undefined) await answer(host, delivery, request, request.page)
        else if (request.source._tag === 'All')
          await subscribeToAll(host, delivery, request.source, request.resolveLinks)
        else await subscribeToStream(host, delivery, request.source, request.resolveLinks)
      },
      (error) => {
        call.emit('error', error)
      },
    )
  }

type Page = NonNullable<ReadRequest['page']>

const answer = async (
  host: Host,
  delivery: Delivery<streams.ReadResp>,
  request: ReadRequest,
  page: Page,
): Promise<void> => {
  if (page.limit < 1) {
    delivery.sink.fail(invalidArgument('The count must be positive.'))
    return
  }
  const { store } = host
  const found =
    request.source._tag === 'All' ? all(host, request.source, page) : stream(host, request.source, page)
  switch (found._tag) {
    case 'NotFound':
      await delivery.sink.send(streamNotFound(request.source.stream))
      break
    case 'StreamDeleted':
      delivery.sink.fail(streamDeleted(request.source.stream))
      return
    case 'InvalidPosition':
      delivery.sink.fail(invalidPosition())
      return
    case 'Events':
      for (const event of found.events) {
        if (!(await delivery.deliver(readEvent(resolve(store, event, request.resolveLinks))))) return
      }
  }
  delivery.sink.end()
}

const stream = (host: Host, source: StreamSource, { direction, limit }: Page) =>
  readStream(host.store, source.stream, source.from, direction, limit)

const all = (host: Host, source: AllSource, { direction, limit }: Page) =>
  readAll(
    host.store,
    source.from,
    direction,
    limit,
    source.filter === undefined ? acceptAll : acceptBy(source.filter),
  )
