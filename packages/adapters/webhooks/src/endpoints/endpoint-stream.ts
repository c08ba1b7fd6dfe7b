import {
  type AppendFailure,
  type CommandId,
  type CommandIdReused,
  NO_STREAM,
  type OrganizationId,
  type Platform,
  type Position,
  type ReadFailure,
  type RecordedEvent,
  type StreamName,
} from '@seat-ledger/core'
import * as E from 'fp-ts/lib/Either.js'
import { type Endpoint, type Endpoints, evolveEndpoints } from './endpoint.js'
import { ENDPOINTS_PREFIX, EndpointEvent } from './endpoint-events.js'

const PAGE = 500
const ATTEMPTS = 10

/** The endpoints of an organization, as its stream says. */
export interface StoredEndpoints {
  readonly endpoints: Endpoints
  readonly revision: number
  /** The event of an id that was looked for, if it is there. */
  readonly earlier: EarlierWrite | undefined
}

/** A write that has happened: its event, and the endpoint as it was before. */
interface EarlierWrite {
  readonly event: EndpointEvent
  readonly before: Endpoint | undefined
  readonly position: Position
}

/** What was written, and the endpoint after it; before it, where it removed the endpoint. */
export interface Written {
  readonly endpoint: Endpoint
  readonly position: Position
}

/** Reads the stream from its beginning: settings change seldom. */
export const readEndpoints = async (
  { eventStore }: Platform,
  organizationId: OrganizationId,
  wantedId?: string,
): Promise<E.Either<ReadFailure, StoredEndpoints>> => {
  let stored: StoredEndpoints = { endpoints: new Map(), revision: NO_STREAM, earlier: undefined }
  for (;;) {
    const range = { from: stored.revision + 1, limit: PAGE }
    const page = await eventStore.read(streamOf(organizationId), range)
    if (E.isLeft(page)) return page
    for (const recorded of page.right) stored = after(stored, recorded, wantedId)
    if (page.right.length < PAGE) return E.right(stored)
  }
}

const after = (stored: StoredEndpoints, recorded: RecordedEvent, wantedId?: string): StoredEndpoints => {
  const { revision, id, data, position } = recorded
  const event = EndpointEvent.decode(data)
  if (E.isLeft(event)) return { ...stored, revision }
  const before = stored.endpoints.get(event.right.endpointId)
  return {
    endpoints: evolveEndpoints(stored.endpoints, event.right),
    revision,
    earlier: id === wantedId ? { event: event.right, before, position } : stored.earlier,
  }
}

/**
 * Decides on the stream as it is and appends; a lost race is decided again. Undefined means that there is nothing to write
 * about. A command id that was seen before gets the endpoint of then again, and is refused for anything else.
 */
export const writeEndpoint = async (
  platform: Platform,
  organizationId: OrganizationId,
  decide: (endpoints: Endpoints) => EndpointEvent | undefined,
  commandId: CommandId | undefined,
): Promise<E.Either<AppendFailure | ReadFailure | CommandIdReused, Written | undefined>> => {
  const stream = streamOf(organizationId)
  const id = platform.ids.event(`${stream}/${commandId ?? platform.ids.command()}`)
  for (let attempt = 1; ; attempt++) {
    const read = await readEndpoints(platform, organizationId, id)
    if (E.isLeft(read)) return read
    const { endpoints, revision, earlier } = read.right
    const event = decide(endpoints)
    if (earlier !== undefined && commandId !== undefined)
      return repeated(earlier, event, endpoints, commandId)
    if (event === undefined) return E.right(undefined)
    const metadata = Object.freeze({})
    const appended = await platform.eventStore.append(stream, revision, [
      { id, type: event.type, data: event, metadata },
    ])
    if (E.isRight(appended)) return E.right(writtenBy(event, endpoints, appended.right.position))
    if (appended.left._tag !== 'WrongRevision' || attempt === ATTEMPTS) return appended
  }
}

const writtenBy = (event: EndpointEvent, endpoints: Endpoints, position: Position): Written | undefined => {
  const before = endpoints.get(event.endpointId)
  const endpoint = evolveEndpoints(endpoints, event).get(event.endpointId) ?? before
  return endpoint && { endpoint, position }
}

/** Of a removed endpoint a repetition may have nothing to decide on; that it was removed is what it asked for. */
const repeated = (
  { event, before, position }: EarlierWrite,
  wanted: EndpointEvent | undefined,
  endpoints: Endpoints,
  commandId: CommandId,
): E.Either<CommandIdReused, Written | undefined> => {
  if (wanted !== undefined && intentOf(wanted) !== intentOf(event))
    return E.left({ _tag: 'CommandIdReused', commandId })
  const { endpointId } = event
  const made = evolveEndpoints(new Map(), event).get(endpointId)
  const endpoint = endpoints.get(endpointId) ?? before ?? made
  return E.right(endpoint && { endpoint, position })
}

/** What a request asked for: its event without what differs from one time to the next. */
const intentOf = (event: EndpointEvent): string => {
  switch (event.type) {
    case 'EndpointCreated':
      return JSON.stringify([event.type, event.url, event.types, event.description])
    case 'EndpointChanged': {
      const { endpointId, url, types, description, paused } = event
      return JSON.stringify([event.type, endpointId, url, types, description, paused])
    }
    case 'SecretRotated':
    case 'EndpointDisabled':
    case 'EndpointRemoved':
      return JSON.stringify([event.type, event.endpointId])
  }
}

const streamOf = (organizationId: OrganizationId): StreamName =>
  `${ENDPOINTS_PREFIX}${organizationId}` as StreamName
