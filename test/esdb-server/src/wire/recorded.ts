import type { Recorded } from '../store/model.js'
import { streamIdentifier, uuid } from './identity.js'
import { persistent, shared, streams } from './protocol.js'

/** A link and what it points to; the target is missing when it is gone. An ordinary event has no link. */
export interface Resolved {
  readonly event: Recorded | undefined
  readonly link?: Recorded
}

const ticksPerMillisecond = 10_000n

type RecordedMessage = streams.ReadResp.ReadEvent.RecordedEvent | persistent.ReadResp.ReadEvent.RecordedEvent

const fill = <Message extends RecordedMessage>(message: Message, event: Recorded): Message => {
  message.setId(uuid(event.id))
  message.setStreamIdentifier(streamIdentifier(event.stream))
  message.setStreamRevision(event.revision.toString())
  message.setCommitPosition(event.position.toString())
  message.setPreparePosition(event.position.toString())
  message.setData(event.data)
  message.setCustomMetadata(event.metadata)
  message
    .getMetadataMap()
    .set('type', event.type)
    .set('content-type', event.contentType)
    .set('created', (BigInt(event.created) * ticksPerMillisecond).toString())
  return message
}

/** The position told beside the event is the link's, where there is one. */
const positionOf = ({ event, link }: Resolved): string => (link ?? event)?.position.toString() ?? '0'

export const readEvent = (resolved: Resolved): streams.ReadResp => {
  const { RecordedEvent } = streams.ReadResp.ReadEvent
  const message = new streams.ReadResp.ReadEvent().setCommitPosition(positionOf(resolved))
  if (resolved.event !== undefined) message.setEvent(fill(new RecordedEvent(), resolved.event))
  if (resolved.link !== undefined) message.setLink(fill(new RecordedEvent(), resolved.link))
  return new streams.ReadResp().setEvent(message)
}

export const persistentEvent = (resolved: Resolved, retryCount: number): persistent.ReadResp => {
  const { RecordedEvent } = persistent.ReadResp.ReadEvent
  const message = new persistent.ReadResp.ReadEvent().setCommitPosition(positionOf(resolved))
  if (resolved.event !== undefined) message.setEvent(fill(new RecordedEvent(), resolved.event))
  if (resolved.link !== undefined) message.setLink(fill(new RecordedEvent(), resolved.link))
  if (retryCount === 0) message.setNoRetryCount(new shared.Empty())
  else message.setRetryCount(retryCount)
  return new persistent.ReadResp().setEvent(message)
}
