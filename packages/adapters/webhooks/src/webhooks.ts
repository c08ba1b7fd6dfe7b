import {
  instantOf,
  type JournalFailure,
  LedgerStates,
  type OrganizationId,
  type Parked,
  type Place,
  type Platform,
  type Position,
  type ReactorEnd,
  type ReadFailure,
  type StreamName,
} from '@seat-ledger/core'
import * as E from 'fp-ts/lib/Either.js'
import { DeliveryLog, type DeliveryPage } from './delivery/delivery-log.js'
import { deliver, type EndpointContext } from './delivery/endpoint-reactor.js'
import type { NetworkPolicy } from './delivery/network-policy.js'
import type { WebhookTransport } from './delivery/transport.js'
import { undiciTransport } from './delivery/undici-transport.js'
import { derivedSecret } from './endpoints/derived-secret.js'
import type { Endpoint } from './endpoints/endpoint.js'
import { EndpointBook, type EndpointFailure } from './endpoints/endpoint-book.js'
import { Runners } from './endpoints/runners.js'

/** How webhooks are run. */
export interface WebhooksOptions extends NetworkPolicy {
  readonly platform: Platform
  /** What carries the messages; undici's connection pools when left out. */
  readonly transport?: WebhookTransport
  /** Records handled at once per endpoint: 1 or more, default 64. */
  readonly concurrency?: number
}

/** The endpoint is paused, disabled or removed, so nothing can be sent to it. */
export interface EndpointNotActive {
  readonly _tag: 'EndpointNotActive'
  readonly endpointId: string
}

/** What came of a test message. */
export interface PingResult {
  readonly delivered: boolean
  /** What went wrong; empty when it was delivered. */
  readonly detail: string
}

/** Webhooks at work: settings, and a reactor for each active endpoint. Run them in one process at a time. */
export class Webhooks {
  /** Endpoint settings of every organization. */
  readonly endpoints: EndpointBook
  private readonly platform: Platform
  private readonly transport: WebhookTransport
  private readonly runners: Runners
  private stopped: Promise<void> | undefined

  constructor(options: WebhooksOptions) {
    const { platform, concurrency = 64 } = options
    this.platform = platform
    this.transport = options.transport ?? undiciTransport(options)
    this.endpoints = new EndpointBook(platform, options)
    this.runners = new Runners({
      platform,
      concurrency,
      contextOf: (endpointId, endpoint): EndpointContext => ({
        platform,
        transport: this.transport,
        states: new LedgerStates(platform.eventStore),
        log: new DeliveryLog(platform, endpointId),
        endpoint,
        secrets: () => this.secrets(endpoint()),
        disable: async (detail) => {
          const organizationId = endpoint()?.organizationId
          if (organizationId !== undefined) await this.endpoints.disable(organizationId, endpointId, detail)
        },
      }),
    })
  }

  /** The secrets that an endpoint's messages are signed with, the newest first. Show them to the organization only. */
  secrets(endpoint: Endpoint | undefined): readonly string[] {
    const now = instantOf(this.platform.clock.now())
    return (endpoint?.secrets ?? []).flatMap(({ ref, until }) => {
      if (endpoint === undefined || (until !== null && until <= now)) return []
      return derivedSecret(this.platform.invitationKeys, endpoint.id, ref) ?? []
    })
  }

  /** Settles when settings up to `position` are in force here: what an `EndpointAnswer` says. */
  reached(position: Position): Promise<void> {
    return this.runners.reached(position)
  }

  /** Settles when an endpoint has been sent everything up to `position`, or it was parked; with the end if it ended. */
  async settled(
    endpointId: Endpoint['id'],
    position: Position,
  ): Promise<E.Either<EndpointNotActive | ReactorEnd, void>> {
    const reactor = this.runners.reactor(endpointId)
    return reactor === undefined ? inactive(endpointId) : reactor.settled(position)
  }

  /** What was sent to an endpoint, newest first; numbers below `before` only, unless that is null. 1 to 100 at a time. */
  async deliveries(
    organizationId: OrganizationId,
    endpointId: string,
    { before, limit }: { readonly before: number | null; readonly limit: number },
  ): Promise<E.Either<EndpointFailure | ReadFailure, DeliveryPage>> {
    const endpoint = await this.endpoints.get(organizationId, endpointId)
    return E.isLeft(endpoint) ? endpoint : this.runners.context(endpoint.right.id).log.page(before, limit)
  }

  /** The messages that were given up, oldest first; `replay` sends them again. */
  parked(endpointId: Endpoint['id']): readonly Parked[] {
    return this.runners.reactor(endpointId)?.parked() ?? []
  }

  /** Sends the messages of ledger records again, whether they were delivered or parked, in no particular order. */
  async replay(
    organizationId: OrganizationId,
    endpointId: string,
    places: readonly Place[],
  ): Promise<E.Either<EndpointFailure | EndpointNotActive | JournalFailure | ReactorEnd, void>> {
    const endpoint = await this.endpoints.get(organizationId, endpointId)
    if (E.isLeft(endpoint)) return endpoint
    const reactor = this.runners.reactor(endpoint.right.id)
    const own = `seat_ledger-${organizationId}.`
    if (reactor === undefined) return inactive(endpointId)
    return reactor.replay(places.filter(({ stream }) => stream.startsWith(own)))
  }

  /** The ledger records behind deliveries `from` to `to` of an endpoint's log, both included, each once. */
  async placesOf(
    organizationId: OrganizationId,
    endpointId: string,
    { from, to }: { readonly from: number; readonly to: number },
  ): Promise<E.Either<EndpointFailure | ReadFailure, readonly Place[]>> {
    const page = await this.deliveries(organizationId, endpointId, { before: to + 1, limit: to - from + 1 })
    if (E.isLeft(page)) return page
    const places = page.right.deliveries.flatMap(({ stream, revision, messageType }) =>
      messageType === 'ping'
        ? []
        : [[`${stream}@${revision}`, { stream: stream as StreamName, revision }] as const],
    )
    return E.right([...new Map(places).values()])
  }

  /** Sends a test message once, now, whatever waits for the endpoint. */
  async ping(
    organizationId: OrganizationId,
    endpointId: string,
  ): Promise<E.Either<EndpointFailure, PingResult>> {
    const endpoint = await this.endpoints.get(organizationId, endpointId)
    if (E.isLeft(endpoint)) return endpoint
    const { url } = endpoint.right
    const context: EndpointContext = {
      ...this.runners.context(endpoint.right.id),
      endpoint: () => endpoint.right,
      secrets: () => this.secrets(endpoint.right),
      disable: async () => {},
    }
    const timestamp = instantOf(this.platform.clock.now())
    const body = JSON.stringify({ type: 'ping', timestamp, data: { endpoint_id: endpoint.right.id, url } })
    const id = `msg_${this.platform.ids.command()}`
    const envelope = { id, type: 'ping', body, stream: '', revision: 0 }
    const reaction = await deliver(
      envelope,
      { number: 1, replayed: false },
      context,
      new AbortController().signal,
    )
    return E.right({
      delivered: reaction._tag === 'Done',
      detail: 'detail' in reaction ? reaction.detail : '',
    })
  }

  /** Ends all deliveries; those under way are ended early and sent again at the next start. */
  stop(): Promise<void> {
    this.stopped ??= this.runners.stop().then(() => this.transport.close())
    return this.stopped
  }
}

const inactive = (endpointId: string): E.Either<EndpointNotActive, never> =>
  E.left({ _tag: 'EndpointNotActive', endpointId })
