import type { Group, NackAction } from '../persistent/group.js'
import { type GroupConfig, type GroupSettings, type Strategy, sourceOfAll } from '../persistent/settings.js'
import { readStreamName } from './identity.js'
import { persistent, type shared } from './protocol.js'
import { readFilter } from './read.js'

type Options = persistent.CreateReq.Options | persistent.UpdateReq.Options

/** The number that means "only new events" in the field for old servers, which the client still uses for streams. */
const endRevision = '18446744073709551615'

export const readConfig = (options: Options): GroupConfig => {
  const settings = options.getSettings() ?? new persistent.CreateReq.Settings()
  const filter =
    options instanceof persistent.CreateReq.Options ? readFilter(options.getAll()?.getFilter()) : undefined
  return {
    source: options.hasAll() ? sourceOfAll : sourceStream(options),
    group: options.getGroupName(),
    from: options.hasAll() ? allStart(options) : streamStart(options, settings.getRevision()),
    ...(filter === undefined ? {} : { filter }),
    settings: readSettings(settings),
  }
}

const sourceStream = (options: Options): string =>
  readStreamName(options.getStream()?.getStreamIdentifier() ?? options.getStreamIdentifier())

const allStart = (options: Options): GroupConfig['from'] => {
  const all = options.getAll()
  const position = all?.getPosition()
  if (position !== undefined) return BigInt(position.getCommitPosition())
  return all?.hasEnd() === true ? 'end' : 'start'
}

const streamStart = (options: Options, revision: string): GroupConfig['from'] => {
  const stream = options.getStream()
  if (stream?.hasStart() === true) return 'start'
  if (stream?.hasEnd() === true) return 'end'
  const number = stream?.hasRevision() === true ? stream.getRevision() : revision
  return number === endRevision ? 'end' : BigInt(number)
}

const strategies: Readonly<Record<number, Strategy>> = { 0: 'DispatchToSingle', 1: 'RoundRobin', 2: 'Pinned' }

const ticksPerMillisecond = 10_000

const readSettings = (
  settings: persistent.CreateReq.Settings | persistent.UpdateReq.Settings,
): GroupSettings => ({
  resolveLinks: settings.getResolveLinks(),
  extraStatistics: settings.getExtraStatistics(),
  messageTimeout: settings.hasMessageTimeoutTicks()
    ? Number(settings.getMessageTimeoutTicks()) / ticksPerMillisecond
    : settings.getMessageTimeoutMs(),
  maxRetryCount: settings.getMaxRetryCount(),
  checkpointAfter: settings.hasCheckpointAfterTicks()
    ? Number(settings.getCheckpointAfterTicks()) / ticksPerMillisecond
    : settings.getCheckpointAfterMs(),
  minCheckpointCount: settings.getMinCheckpointCount(),
  maxCheckpointCount: settings.getMaxCheckpointCount(),
  maxSubscriberCount: settings.getMaxSubscriberCount(),
  liveBufferSize: settings.getLiveBufferSize(),
  readBatchSize: settings.getReadBatchSize(),
  historyBufferSize: settings.getHistoryBufferSize(),
  strategy: strategies[settings.getNamedConsumerStrategy()] ?? 'RoundRobin',
})

interface GroupOptions {
  hasAll(): boolean
  getStreamIdentifier(): shared.StreamIdentifier | undefined
  getGroupName(): string
}

export interface GroupName {
  readonly source: string
  readonly group: string
}

export const readGroupName = (options: GroupOptions | undefined): GroupName => ({
  source: options?.hasAll() === true ? sourceOfAll : readStreamName(options?.getStreamIdentifier()),
  group: options?.getGroupName() ?? '',
})

const { Action } = persistent.ReadReq.Nack

export const readNackAction = (action: persistent.ReadReq.Nack.Action): NackAction => {
  switch (action) {
    case Action.RETRY:
      return 'retry'
    case Action.PARK:
      return 'park'
    case Action.SKIP:
      return 'skip'
    case Action.STOP:
      return 'stop'
    case Action.UNKNOWN:
      return 'unknown'
  }
}

export const confirmation = ({ source, group }: GroupName): persistent.ReadResp =>
  new persistent.ReadResp().setSubscriptionConfirmation(
    new persistent.ReadResp.SubscriptionConfirmation().setSubscriptionId(`${source}::${group}`),
  )

const place = (source: string, value: bigint | undefined): string => {
  if (value === undefined) return ''
  return source === sourceOfAll ? `C:${value}/P:${value}` : value.toString()
}

const startFrom = ({ source, from }: GroupConfig): string => {
  if (from === 'start') return source === sourceOfAll ? 'C:0/P:0' : '0'
  if (from === 'end') return source === sourceOfAll ? 'C:-1/P:-1' : '-1'
  return place(source, from)
}

/** Every 64-bit field must be set: the client cannot read an empty number. */
export const groupInfo = (group: Group): persistent.SubscriptionInfo => {
  const { source, group: name, settings } = group.config
  return new persistent.SubscriptionInfo()
    .setEventSource(source)
    .setGroupName(name)
    .setStatus('Live')
    .setConnectionsList(group.consumers.all.map(connectionInfo))
    .setTotalItems(group.processed.toString())
    .setCountSinceLastMeasurement('0')
    .setLastCheckpointedEventPosition(place(source, group.checkpoints.last))
    .setLastKnownEventPosition(place(source, group.source.newest))
    .setResolveLinkTos(settings.resolveLinks)
    .setStartFrom(startFrom(group.config))
    .setMessageTimeoutMilliseconds(settings.messageTimeout)
    .setExtraStatistics(settings.extraStatistics)
    .setMaxRetryCount(settings.maxRetryCount)
    .setLiveBufferSize(settings.liveBufferSize)
    .setBufferSize(settings.historyBufferSize)
    .setReadBatchSize(settings.readBatchSize)
    .setCheckPointAfterMilliseconds(settings.checkpointAfter)
    .setMinCheckPointCount(settings.minCheckpointCount)
    .setMaxCheckPointCount(settings.maxCheckpointCount)
    .setLiveBufferCount('0')
    .setRetryBufferCount(group.retry.length)
    .setTotalInFlightMessages(group.outstanding.size)
    .setOutstandingMessagesCount(group.outstanding.size)
    .setNamedConsumerStrategy(settings.strategy)
    .setMaxSubscriberCount(settings.maxSubscriberCount)
    .setParkedMessageCount(group.parking.count.toString())
}

const connectionInfo = ({ consumer, inFlight }: Group['consumers']['all'][number]) =>
  new persistent.SubscriptionInfo.ConnectionInfo()
    .setConnectionName(consumer.name)
    .setTotalItems('0')
    .setCountSinceLastMeasurement('0')
    .setAvailableSlots(consumer.capacity - inFlight.size)
    .setInFlightMessages(inFlight.size)
