import type { Filter } from '../store/filter.js'
import type { Direction, FromPosition, FromRevision } from '../store/reading.js'
import { fillPosition } from './append.js'
import { readStreamName, streamIdentifier } from './identity.js'
import { type persistent, streams } from './protocol.js'

export interface StreamSource {
  readonly _tag: 'Stream'
  readonly stream: string
  readonly from: FromRevision
}

export interface AllSource {
  readonly _tag: 'All'
  readonly stream: '$all'
  readonly from: FromPosition
  readonly filter: Filter | undefined
}

export interface ReadRequest {
  readonly source: StreamSource | AllSource
  readonly resolveLinks: boolean
  /** How many events and which way; `undefined` for a subscription. */
  readonly page: { readonly direction: Direction; readonly limit: number } | undefined
}

/** What the server considers as one page if the client gives no window. */
export const defaultWindow = 32

const { Options } = streams.ReadReq

export const readRequest = (options: streams.ReadReq.Options): ReadRequest => ({
  source: options.hasAll() ? allSource(options) : streamSource(options),
  resolveLinks: options.getResolveLinks(),
  page: options.hasSubscription()
    ? undefined
    : {
        direction: options.getReadDirection() === Options.ReadDirection.BACKWARDS ? 'backwards' : 'forwards',
        limit: Number(options.getCount()),
      },
})

const streamSource = (options: streams.ReadReq.Options): StreamSource => {
  const stream = options.getStream() ?? new Options.StreamOptions()
  const from = stream.hasRevision() ? BigInt(stream.getRevision()) : stream.hasEnd() ? 'end' : 'start'
  return { _tag: 'Stream', stream: readStreamName(stream.getStreamIdentifier()), from }
}

const allSource = (options: streams.ReadReq.Options): AllSource => {
  const all = options.getAll() ?? new Options.AllOptions()
  const position = all.getPosition()
  const from = position !== undefined ? BigInt(position.getCommitPosition()) : all.hasEnd() ? 'end' : 'start'
  return { _tag: 'All', stream: '$all', from, filter: readFilter(options.getFilter()) }
}

type FilterMessage = streams.ReadReq.Options.FilterOptions | persistent.CreateReq.AllOptions.FilterOptions

export const readFilter = (message: FilterMessage | undefined): Filter | undefined => {
  const byStream = message?.getStreamIdentifier()
  const expression = byStream ?? message?.getEventType()
  if (message === undefined || expression === undefined) return undefined
  return {
    on: byStream === undefined ? 'type' : 'stream',
    prefixes: expression.getPrefixList(),
    regex: expression.getRegex(),
    window: message.hasMax() ? message.getMax() : defaultWindow,
    checkpointInterval: Math.max(1, message.getCheckpointintervalmultiplier()),
  }
}

export const streamNotFound = (stream: string): streams.ReadResp =>
  new streams.ReadResp().setStreamNotFound(
    new streams.ReadResp.StreamNotFound().setStreamIdentifier(streamIdentifier(stream)),
  )

export const confirmation = (id: string): streams.ReadResp =>
  new streams.ReadResp().setConfirmation(
    new streams.ReadResp.SubscriptionConfirmation().setSubscriptionId(id),
  )

export const caughtUp = (): streams.ReadResp =>
  new streams.ReadResp().setCaughtUp(new streams.ReadResp.CaughtUp())

export const checkpoint = (position: bigint): streams.ReadResp =>
  new streams.ReadResp().setCheckpoint(fillPosition(new streams.ReadResp.Checkpoint(), position))
