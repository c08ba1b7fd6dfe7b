import type { handleBidiStreamingCall, ServerDuplexStream } from '@grpc/grpc-js'
import type { Host } from '../host.js'
import type { Group } from '../persistent/group.js'
import type { Consumer } from '../persistent/message.js'
import { maximumSubscribersReached, persistentSubscription } from '../wire/failure.js'
import { readUuid } from '../wire/identity.js'
import { confirmation, type GroupName, readGroupName, readNackAction } from '../wire/persistent.js'
import type { persistent } from '../wire/protocol.js'
import { persistentEvent } from '../wire/recorded.js'
import { Delivery } from './delivery.js'
import { Sink } from './sink.js'
import { guard } from './unary.js'

type Call = ServerDuplexStream<persistent.ReadReq, persistent.ReadResp>

/** A client of a group: its first message says which group, the others are its answers. */
export const readPersistent =
  (host: Host): handleBidiStreamingCall<persistent.ReadReq, persistent.ReadResp> =>
  (call) => {
    let group: Group | undefined
    // The client's end, its cancellation and a cut cable all end this loop; leaving the group hangs on the call itself.
    guard(
      async () => {
        for await (const request of call) {
          const options = request.getOptions()
          if (options !== undefined)
            group = await join(host, call, readGroupName(options), options.getBufferSize())
          else if (group !== undefined) answer(group, request)
        }
        call.end()
      },
      () => undefined,
    )
  }

const join = async (
  host: Host,
  call: Call,
  name: GroupName,
  capacity: number,
): Promise<Group | undefined> => {
  const open = host.calls.start('persistent', name.source, call)
  call.once('end', open.close)
  const sink = new Sink<persistent.ReadResp>(open, call)
  const delivery = new Delivery(host, 'persistent', sink)
  if (!(await delivery.begin())) return undefined
  const group = host.groups.find(name.source, name.group)
  if (group === undefined) {
    sink.fail(persistentSubscription('does-not-exist', name.source, name.group))
    return undefined
  }
  if (group.isFull) {
    sink.fail(maximumSubscribersReached(name.source, name.group))
    return undefined
  }
  if (!(await sink.send(confirmation(name)))) return undefined
  const consumer = consumerOf(delivery, name, capacity, connectionName(call))
  group.connect(consumer)
  void open.over.then(() => {
    group.disconnect(consumer)
  })
  return group
}

const connectionName = (call: Call): string => call.metadata.get('connection-name')[0]?.toString() ?? ''

const consumerOf = (
  delivery: Delivery<persistent.ReadResp>,
  { source, group }: GroupName,
  capacity: number,
  name: string,
): Consumer => {
  let sent: Promise<unknown> = Promise.resolve()
  return {
    name,
    capacity,
    // One after the other. The group gives no more than `capacity`, so that the line stays short.
    send: (message) => {
      sent = sent.then(() => delivery.deliver(persistentEvent(message.resolved, message.retryCount)))
    },
    drop: () => {
      delivery.sink.fail(persistentSubscription('dropped', source, group))
    },
  }
}

const answer = (group: Group, request: persistent.ReadReq): void => {
  const ack = request.getAck()
  if (ack !== undefined) group.ack(idsOf(ack))
  const nack = request.getNack()
  if (nack !== undefined) group.nack(idsOf(nack), readNackAction(nack.getAction()), nack.getReason())
}

const idsOf = (message: persistent.ReadReq.Ack | persistent.ReadReq.Nack): readonly string[] =>
  message.getIdsList().flatMap((id) => readUuid(id) ?? [])
