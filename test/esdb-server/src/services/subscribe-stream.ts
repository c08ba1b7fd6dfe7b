import type { Host } from '../host.js'
import { isVisible } from '../store/reading.js'
import { streamDeleted } from '../wire/failure.js'
import type { streams } from '../wire/protocol.js'
import type { StreamSource } from '../wire/read.js'
import { readEvent } from '../wire/recorded.js'
import type { Delivery } from './delivery.js'
import { resolve } from './resolve.js'
import { liveBuffer, Subscription } from './subscription.js'

/** Follows one stream from behind a revision. A stream that is not there yet is waited for. */
export const subscribeToStream = async (
  host: Host,
  delivery: Delivery<streams.ReadResp>,
  { stream, from }: StreamSource,
  resolveLinks: boolean,
): Promise<void> => {
  const { store } = host
  const subscription = new Subscription(host, delivery)
  let next = from === 'start' ? 0 : from === 'end' ? Number(store.lastRevision(stream)) + 1 : Number(from) + 1
  let live = false
  if (store.isTombstoned(stream)) {
    delivery.sink.fail(streamDeleted(stream))
    return
  }
  if (!(await subscription.confirm())) return
  do {
    if (store.log.stream(stream).length - next > liveBuffer) live = false
    for (
      let event = store.log.stream(stream)[next];
      event !== undefined;
      event = store.log.stream(stream)[next]
    ) {
      next += 1
      if (
        isVisible(store, event) &&
        !(await delivery.deliver(readEvent(resolve(store, event, resolveLinks))))
      )
        return
    }
    if (store.isTombstoned(stream)) {
      delivery.sink.fail(streamDeleted(stream))
      return
    }
    if (!live && !(await subscription.caughtUp())) return
    live = true
  } while (await subscription.nextCommit())
}
