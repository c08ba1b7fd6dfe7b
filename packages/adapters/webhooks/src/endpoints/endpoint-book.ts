import {
  type AppendFailure,
  type Fault,
  type InvalidInput,
  instantOf,
  NO_STREAM,
  type OrganizationId,
  type Platform,
  type Position,
  parse,
  plusSeconds,
  type ReadFailure,
  type StreamName,
} from '@seat-ledger/core'
import * as E from 'fp-ts/lib/Either.js'
import { type NetworkPolicy, urlProblem } from '../delivery/network-policy.js'
import { DEFAULT_TYPES } from '../messages/message-types.js'
import { type Endpoint, type Endpoints, evolveEndpoints } from './endpoint.js'
import { ENDPOINTS_PREFIX, EndpointEvent, EndpointId } from './endpoint-events.js'
import { ChangeEndpoint, CreateEndpoint } from './endpoint-inputs.js'

/** The organization has no such endpoint. */
export interface EndpointNotFound {
  readonly _tag: 'EndpointNotFound'
  readonly endpointId: string
}

/** Why endpoint settings were not read or written. */
export type EndpointFailure = InvalidInput | EndpointNotFound | AppendFailure | ReadFailure

/** An endpoint as it is after a change, and a position from which on every reader of the log sees it. */
export interface EndpointAnswer {
  readonly endpoint: Endpoint
  readonly position: Position
}

type Answer<Value> = Promise<E.Either<EndpointFailure, Value>>

const PAGE = 500
const ATTEMPTS = 10
/** How long the secret before signs too after a rotation: a day, for receivers to take over the new one. */
const OVERLAP_SECONDS = 24 * 60 * 60

/** The endpoint settings of every organization: read and written in the event store, like the ledger. */
export class EndpointBook {
  private readonly platform: Platform
  private readonly policy: NetworkPolicy

  constructor(platform: Platform, policy: NetworkPolicy) {
    this.platform = platform
    this.policy = policy
  }

  /** An organization's endpoints, in the order in which they were made. */
  async list(organizationId: OrganizationId): Answer<readonly Endpoint[]> {
    const read = await this.read(organizationId)
    return E.isLeft(read) ? read : E.right([...read.right.endpoints.values()])
  }

  /** One endpoint of an organization; another organization's does not exist. */
  async get(organizationId: OrganizationId, endpointId: string): Answer<Endpoint> {
    const read = await this.read(organizationId)
    if (E.isLeft(read)) return read
    const endpoint = find(read.right.endpoints, endpointId)
    return endpoint === undefined ? notFound(endpointId) : E.right(endpoint)
  }

  /** Makes an endpoint; it receives what happens from now on. */
  async create(organizationId: OrganizationId, input: unknown): Answer<EndpointAnswer> {
    const parsed = parse(CreateEndpoint, input)
    const faults = E.isLeft(parsed) ? parsed.left.faults : this.urlFaults(parsed.right.url)
    if (E.isLeft(parsed) || faults.length > 0) return E.left({ _tag: 'InvalidInput', faults })
    const { url, types, description } = parsed.right
    const endpointId = `whe_${this.platform.ids.seat()}` as EndpointId
    return this.write(organizationId, endpointId, () => ({
      type: 'EndpointCreated',
      organizationId,
      endpointId,
      url,
      types: types ?? DEFAULT_TYPES,
      description: description ?? '',
      secret: { keyId: this.platform.invitationKeys.current, number: 1 },
      at: this.now(),
    }))
  }

  /** Changes what is given and leaves the rest; `paused: false` also brings a disabled endpoint back. */
  async change(organizationId: OrganizationId, endpointId: string, input: unknown): Answer<EndpointAnswer> {
    const parsed = parse(ChangeEndpoint, input)
    const faults = E.isLeft(parsed) ? parsed.left.faults : this.urlFaults(parsed.right.url)
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
    )
  }

  /** Gives the endpoint a new secret; the one before signs too for a day. */
  rotate(organizationId: OrganizationId, endpointId: string): Answer<EndpointAnswer> {
    return this.write(organizationId, endpointId, (endpoint) => {
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
    })
  }

  /** Removes an endpoint; what it had not received yet is not sent. */
  remove(organizationId: OrganizationId, endpointId: string): Answer<EndpointAnswer> {
    return this.write(
      organizationId,
      endpointId,
      (endpoint) => endpoint && { type: 'EndpointRemoved', endpointId: endpoint.id, at: this.now() },
    )
  }

  /** Marks an endpoint whose receiver said that it is gone. */
  disable(organizationId: OrganizationId, endpointId: string, detail: string): Answer<EndpointAnswer> {
    return this.write(
      organizationId,
      endpointId,
      (endpoint) => endpoint && { type: 'EndpointDisabled', endpointId: endpoint.id, detail, at: this.now() },
    )
  }

  /** Decides on the stream as it is and appends; a lost race is decided again. Undefined means: no such endpoint. */
  private async write(
    organizationId: OrganizationId,
    endpointId: string,
    decide: (endpoint: Endpoint | undefined) => EndpointEvent | undefined,
  ): Answer<EndpointAnswer> {
    for (let attempt = 1; ; attempt++) {
      const read = await this.read(organizationId)
      if (E.isLeft(read)) return read
      const { endpoints, revision } = read.right
      const before = find(endpoints, endpointId)
      const event = decide(before)
      if (event === undefined) return notFound(endpointId)
      const stream = streamOf(organizationId)
      const id = this.platform.ids.event(`${stream}/${this.platform.ids.command()}`)
      const appended = await this.platform.eventStore.append(stream, revision, [
        { id, type: event.type, data: event, metadata: Object.freeze({}) },
      ])
      if (E.isLeft(appended)) {
        if (appended.left._tag === 'WrongRevision' && attempt < ATTEMPTS) continue
        return appended
      }
      const endpoint = find(evolveEndpoints(endpoints, event), endpointId) ?? before
      return endpoint === undefined
        ? notFound(endpointId)
        : E.right({ endpoint, position: appended.right.position })
    }
  }

  private async read(
    organizationId: OrganizationId,
  ): Promise<E.Either<ReadFailure, { readonly endpoints: Endpoints; readonly revision: number }>> {
    let endpoints: Endpoints = new Map()
    let revision = NO_STREAM
    for (;;) {
      const page = await this.platform.eventStore.read(streamOf(organizationId), {
        from: revision + 1,
        limit: PAGE,
      })
      if (E.isLeft(page)) return page
      for (const recorded of page.right) {
        const event = EndpointEvent.decode(recorded.data)
        if (E.isRight(event)) endpoints = evolveEndpoints(endpoints, event.right)
        revision = recorded.revision
      }
      if (page.right.length < PAGE) return E.right({ endpoints, revision })
    }
  }

  private urlFaults(url: string | undefined): readonly Fault[] {
    const problem = url === undefined ? undefined : urlProblem(url, this.policy)
    return problem === undefined ? [] : [{ path: ['url'], problem: 'invalid', message: problem }]
  }

  private now() {
    return instantOf(this.platform.clock.now())
  }
}

const streamOf = (organizationId: OrganizationId): StreamName =>
  `${ENDPOINTS_PREFIX}${organizationId}` as StreamName

const find = (endpoints: Endpoints, endpointId: string): Endpoint | undefined =>
  EndpointId.is(endpointId) ? endpoints.get(endpointId) : undefined

const notFound = (endpointId: string): E.Either<EndpointNotFound, never> =>
  E.left({ _tag: 'EndpointNotFound', endpointId })
