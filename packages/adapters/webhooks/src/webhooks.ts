import {
  instantOf,
  type JournalFailure,
  LEDGER_PREFIX,
  LedgerStates,
  type OrganizationId,
  type Platform,
  type Position,
  parkedRecords,
  type ReactorEnd,
  type ReadFailure,
} from '@seat-ledger/core'
import * as E from 'fp-ts/lib/Either.js'
import { DeliveryLog, type DeliveryPage } from './delivery/delivery-log.js'
import { deliver, type EndpointContext, reactorName } from './delivery/endpoint-reactor.js'
import { expiryReactorName } from './delivery/expiry-reactor.js'
import type { NetworkPolicy } from './delivery/network-policy.js'
import { type MessagePlace, type ParkedMessage, placeOf, withExpiries } from './delivery/places.js'
import type { WebhookTransport } from './delivery/transport.js'
import { undiciTransport } from './delivery/undici-transport.js'
import { DerivedSecrets } from './endpoints/derived-secret.js'
import type { Endpoint } from './endpoints/endpoint.js'
import { EndpointBook, type EndpointFailure } from './endpoints/endpoint-book.js'
import { type RunnerStatus, Runners } from './endpoints/runners.js'

/** How webhooks are run. */
export interface WebhooksOptions extends NetworkPolicy {
  readonly platform: Platform
  /** What carries the messages; undici's connection pools when left out. */
  readonly transport?: WebhookTransport
  /** Records handled at once per endpoint: 1 or more, default 64. */
  readonly concurrency?: number
  /**
   * Told when what an endpoint receives is interrupted: `WrongRevision` means that another process runs it, which goes on
   * alone; after anything else it is begun again by itself.
   */
  readonly onFailure?: (endpointId: string, failure: JournalFailure) => void
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
  private readonly derived: DerivedSecrets
  private readonly runners: Runners
  private stopped: Promise<void> | undefined

  constructor(options: WebhooksOptions) {
    const { platform, concurrency = 64 } = options
    this.platform = platform
    this.transport = options.transport ?? undiciTransport(options)
    this.endpoints = new EndpointBook(platform, options)
    this.derived = new DerivedSecrets(platform.invitationKeys)
    this.runners = new Runners({
      platform,
      concurrency,
      onFailure: (endpointId, failure) => options.onFailure?.(endpointId, failure),
      contextOf: (endpointId, endpoint): EndpointContext => ({
        platform,
        transport: this.transport,
        states: new LedgerStates(platform.eventStore),
        log: new DeliveryLog(platform, endpointId),
        endpoint,
        secrets: () => {
          const current = endpoint()
          return current === undefined ? [] : this.secrets(current)
        },
        disable: async (detail) => {
          const organizationId = endpoint()?.organizationId
          if (organizationId !== undefined) await this.endpoints.disable(organizationId, endpointId, detail)
        },
      }),
    })
  }

  /** The secrets that an endpoint's messages are signed with, the newest first. Show them to the organization only. */
  secrets(endpoint: Endpoint): readonly string[] {
    return this.signingSecrets(endpoint).map(({ secret }) => secret)
  }

  /** The same, each with the instant at which it ends; null for the newest. */
  signingSecrets({
    id,
    secrets,
  }: Endpoint): readonly { readonly secret: string; readonly until: string | null }[] {
    const now = instantOf(this.platform.clock.now())
    return secrets.flatMap(({ ref, until }) => {
      const secret = until !== null && until <= now ? undefined : this.derived.of(id, ref)
      return secret === undefined ? [] : [{ secret, until }]
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

  /** The messages of an active endpoint that were given up here, oldest first; `replay` sends them again. */
  parked(endpointId: Endpoint['id']): readonly ParkedMessage[] {
    const expiries = this.runners.expiryReactor(endpointId)?.parked() ?? []
    return withExpiries(this.runners.reactor(endpointId)?.parked() ?? [], expiries)
  }

  /** The same for any endpoint of an organization, also one that is paused, or that another process runs. */
  async parkedOf(
    organizationId: OrganizationId,
    endpointId: string,
  ): Promise<E.Either<EndpointFailure | JournalFailure, readonly ParkedMessage[]>> {
    const endpoint = await this.endpoints.get(organizationId, endpointId)
    if (E.isLeft(endpoint)) return endpoint
    const { id } = endpoint.right
    const events = await parkedRecords(this.platform, reactorName(id))
    if (E.isLeft(events)) return events
    const expiries = await parkedRecords(this.platform, expiryReactorName(id))
    return E.isLeft(expiries) ? expiries : E.right(withExpiries(events.right, expiries.right))
  }

  /** How the endpoints of all organizations are doing in this process. */
  status(): RunnerStatus {
    return this.runners.status()
  }

  /** Sends the messages of ledger records again, whether they were delivered or parked, in no particular order. */
  async replay(
    organizationId: OrganizationId,
    endpointId: string,
    places: readonly MessagePlace[],
  ): Promise<E.Either<EndpointFailure | EndpointNotActive | JournalFailure | ReactorEnd, void>> {
    const endpoint = await this.endpoints.get(organizationId, endpointId)
    if (E.isLeft(endpoint)) return endpoint
    const prefix = `${LEDGER_PREFIX}${organizationId}.`
    const own = places.filter(({ stream }) => stream.startsWith(prefix))
    const expiries = own.filter(({ about }) => about === 'expiry')
    const events = own.filter(({ about }) => about !== 'expiry')
    const { reactor, expiryReactor } = this.reactorsOf(endpoint.right)
    if (reactor === undefined || (expiries.length > 0 && expiryReactor === undefined))
      return inactive(endpointId)
    const begun = await reactor.replay(events)
    return E.isLeft(begun) || expiryReactor === undefined ? begun : expiryReactor.replay(expiries)
  }

  private reactorsOf({ id }: Endpoint) {
    return { reactor: this.runners.reactor(id), expiryReactor: this.runners.expiryReactor(id) }
  }

  /** What was told in deliveries `from` to `to` of an endpoint's log, both included, each once, pings left out. */
  async placesOf(
    organizationId: OrganizationId,
    endpointId: string,
    { from, to }: { readonly from: number; readonly to: number },
  ): Promise<E.Either<EndpointFailure | ReadFailure, readonly MessagePlace[]>> {
    const page = await this.deliveries(organizationId, endpointId, { before: to + 1, limit: to - from + 1 })
    if (E.isLeft(page)) return page
    const places = page.right.deliveries.flatMap((delivery) =>
      delivery.messageType === 'ping' ? [] : [[delivery.messageId, placeOf(delivery)] as const],
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
