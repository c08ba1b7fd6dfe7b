import {
  type AppendFailure,
  type CommandId,
  type CommandIdReused,
  DEFAULT_TYPES,
  type Fault,
  type InvalidInput,
  instantOf,
  type OrganizationId,
  type Platform,
  type Position,
  parse,
  plusSeconds,
  type ReadFailure,
} from '@seat-ledger/core'
import * as E from 'fp-ts/lib/Either.js'
import { type NetworkPolicy, urlProblem } from '../delivery/network-policy.js'
import type { Endpoint, Endpoints } from './endpoint.js'
import { type EndpointEvent, EndpointId } from './endpoint-events.js'
import { ChangeEndpoint, CreateEndpoint, MAX_URL } from './endpoint-inputs.js'
import { readEndpoints, writeEndpoint } from './endpoint-stream.js'

/** The organization has no such endpoint. */
export interface EndpointNotFound {
  readonly _tag: 'EndpointNotFound'
  readonly endpointId: string
}

/** Why endpoint settings were not read or written. */
export type EndpointFailure = InvalidInput | EndpointNotFound | CommandIdReused | AppendFailure | ReadFailure

/** An endpoint as it is after a change, and a position from which on every reader of the log sees it. */
export interface EndpointAnswer {
  readonly endpoint: Endpoint
  readonly position: Position
}

type Answer<Value> = Promise<E.Either<EndpointFailure, Value>>

/** How long the secret before signs too after a rotation: a day, for receivers to take over the new one. */
const OVERLAP_SECONDS = 24 * 60 * 60

/**
 * The endpoint settings of every organization: read and written in the event store, like the ledger. A command id makes a
 * write safe to repeat: the same one gets the first answer again, and is refused for anything else.
 */
export class EndpointBook {
  private readonly platform: Platform
  private readonly policy: NetworkPolicy

  constructor(platform: Platform, policy: NetworkPolicy) {
    this.platform = platform
    this.policy = policy
  }

  /** An organization's endpoints, in the order in which they were made. */
  async list(organizationId: OrganizationId): Answer<readonly Endpoint[]> {
    const read = await readEndpoints(this.platform, organizationId)
    return E.isLeft(read) ? read : E.right([...read.right.endpoints.values()])
  }

  /** One endpoint of an organization; another organization's does not exist. */
  async get(organizationId: OrganizationId, endpointId: string): Answer<Endpoint> {
    const read = await readEndpoints(this.platform, organizationId)
    if (E.isLeft(read)) return read
    const endpoint = find(read.right.endpoints, endpointId)
    return endpoint === undefined ? notFound(endpointId) : E.right(endpoint)
  }

  /** Makes an endpoint; it receives what happens from now on. */
  async create(
    organizationId: OrganizationId,
    input: unknown,
    commandId?: CommandId,
  ): Answer<EndpointAnswer> {
    const parsed = parse(CreateEndpoint, input)
    const faults = [...(E.isLeft(parsed) ? parsed.left.faults : []), ...this.urlFaults(input)]
    if (E.isLeft(parsed) || faults.length > 0) return E.left({ _tag: 'InvalidInput', faults })
    const { url, types, description } = parsed.right
    const endpointId = this.newId(organizationId, commandId)
    const event = (): EndpointEvent => ({
      type: 'EndpointCreated',
      organizationId,
      endpointId,
      url,
      types: types ?? DEFAULT_TYPES,
      description: description ?? '',
      secret: { keyId: this.platform.invitationKeys.current, number: 1 },
      at: this.now(),
    })
    return this.write(organizationId, endpointId, event, commandId)
  }

  /** Changes what is given and leaves the rest; `paused: false` also brings a disabled endpoint back. */
  async change(
    organizationId: OrganizationId,
    endpointId: string,
    input: unknown,
    commandId?: CommandId,
  ): Answer<EndpointAnswer> {
    const parsed = parse(ChangeEndpoint, input)
    const faults = [...(E.isLeft(parsed) ? parsed.left.faults : []), ...this.urlFaults(input)]
    if (E.isLeft(parsed) || faults.length > 0) return E.left({ _tag: 'InvalidInput', faults })
    const { url = null, types = null, description = null, paused = null } = parsed.right
    return this.write(
      organizationId,
      endpointId,
      (endpoint) =>
        endpoint && {
          type: 'EndpointChanged',
          endpointId: endpoint.id,
          url,
          types,
          description,
          paused,
          at: this.now(),
        },
      commandId,
    )
  }

  /** Gives the endpoint a new secret; the one before signs too for a day. */
  rotate(organizationId: OrganizationId, endpointId: string, commandId?: CommandId): Answer<EndpointAnswer> {
    const event = (endpoint: Endpoint | undefined): EndpointEvent | undefined => {
      if (endpoint === undefined) return undefined
      const at = this.now()
      const number = Math.max(0, ...endpoint.secrets.map(({ ref }) => ref.number)) + 1
      const secret = { keyId: this.platform.invitationKeys.current, number }
      return {
        type: 'SecretRotated',
        endpointId: endpoint.id,
        secret,
        previousUntil: plusSeconds(at, OVERLAP_SECONDS),
        at,
      }
    }
    return this.write(organizationId, endpointId, event, commandId)
  }

  /** Removes an endpoint; what it had not received yet is not sent. */
  remove(organizationId: OrganizationId, endpointId: string, commandId?: CommandId): Answer<EndpointAnswer> {
    return this.write(
      organizationId,
      endpointId,
      (endpoint) => endpoint && { type: 'EndpointRemoved', endpointId: endpoint.id, at: this.now() },
      commandId,
    )
  }

  /** Marks an endpoint whose receiver said that it is gone. */
  disable(organizationId: OrganizationId, endpointId: string, detail: string): Answer<EndpointAnswer> {
    return this.write(
      organizationId,
      endpointId,
      (endpoint) => endpoint && { type: 'EndpointDisabled', endpointId: endpoint.id, detail, at: this.now() },
      undefined,
    )
  }

  /** Undefined means: no such endpoint. */
  private async write(
    organizationId: OrganizationId,
    endpointId: string,
    decide: (endpoint: Endpoint | undefined) => EndpointEvent | undefined,
    commandId: CommandId | undefined,
  ): Answer<EndpointAnswer> {
    const decideAll = (endpoints: Endpoints) => decide(find(endpoints, endpointId))
    const written = await writeEndpoint(this.platform, organizationId, decideAll, commandId)
    if (E.isLeft(written)) return written
    return written.right === undefined ? notFound(endpointId) : E.right(written.right)
  }

  /** Beside the faults of the other fields; a URL that is no text is one of those. */
  private urlFaults(input: unknown): readonly Fault[] {
    const url = typeof input === 'object' && input !== null && 'url' in input ? input.url : undefined
    const problem =
      typeof url === 'string' && url.length <= MAX_URL ? urlProblem(url, this.policy) : undefined
    return problem === undefined ? [] : [{ path: ['url'], problem: 'invalid', message: problem }]
  }

  /** Of a command id, so that the same command has the same id whichever of its appends arrives. */
  private newId(organizationId: OrganizationId, commandId: CommandId | undefined): EndpointId {
    const { ids } = this.platform
    const unique =
      commandId === undefined ? ids.seat() : ids.event(`webhook-endpoint/${organizationId}/${commandId}`)
    return `whe_${unique}` as EndpointId
  }

  private now() {
    return instantOf(this.platform.clock.now())
  }
}

const find = (endpoints: Endpoints, endpointId: string): Endpoint | undefined =>
  EndpointId.is(endpointId) ? endpoints.get(endpointId) : undefined

const notFound = (endpointId: string): E.Either<EndpointNotFound, never> =>
  E.left({ _tag: 'EndpointNotFound', endpointId })
