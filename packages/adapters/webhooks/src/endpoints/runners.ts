import {
  type JournalFailure,
  keepFollowing,
  type Platform,
  type Position,
  type Reactor,
  type RecordedEvent,
  type RunningReactor,
  START,
  startReactor,
} from '@seat-ledger/core'
import * as E from 'fp-ts/lib/Either.js'
import { type EndpointContext, endpointReactor, reactorName } from '../delivery/endpoint-reactor.js'
import { expiryReactor } from '../delivery/expiry-reactor.js'
import { type Endpoint, type Endpoints, evolveEndpoints } from './endpoint.js'
import { ENDPOINTS_PREFIX, EndpointEvent, type EndpointId } from './endpoint-events.js'

/** What a runner of endpoints needs. */
export interface RunnersOptions {
  readonly platform: Platform
  readonly concurrency: number
  readonly contextOf: (endpointId: EndpointId, endpoint: () => Endpoint | undefined) => EndpointContext
  /** Told when what an endpoint receives is interrupted by a failure. */
  readonly onFailure: (endpointId: EndpointId, failure: JournalFailure) => void
}

/** How long after a failure an endpoint's reactor is started again. */
const RESTART_MS = 10_000
/** Further than any log. */
const NEVER: Position = 2n ** 62n

type Running = Map<EndpointId, RunningReactor>

/** How the endpoints are doing in this process. */
export interface RunnerStatus {
  /** Endpoints that are meant to receive. */
  readonly active: number
  /** Of these, endpoints that nothing is sent to: their reactor ended by a failure. */
  readonly broken: number
  /** Messages that were given up and not sent again since. */
  readonly parked: number
}

/** Keeps one reactor running for each active endpoint of every organization, as the settings in the log say. */
export class Runners {
  private readonly options: RunnersOptions
  private readonly controller = new AbortController()
  private readonly running: Running = new Map()
  private readonly expiries: Running = new Map()
  private readonly createdAt = new Map<EndpointId, Position>()
  private readonly contexts = new Map<EndpointId, EndpointContext>()
  private readonly watchers = new Set<() => void>()
  private endpoints: Endpoints = new Map()
  private position: Position = START
  private live = false
  /** One endpoint after the other: to reconcile is to wait in between. */
  private reconciled: Promise<void> = Promise.resolve()
  private readonly loop: Promise<void>

  constructor(options: RunnersOptions) {
    this.options = options
    this.loop = this.follow()
  }

  /** The settings as far as they were read. */
  endpoint(endpointId: EndpointId): Endpoint | undefined {
    return this.endpoints.get(endpointId)
  }

  /** The reactor of an active endpoint. */
  reactor(endpointId: EndpointId): RunningReactor | undefined {
    return this.running.get(endpointId)
  }

  /** The reactor that tells an active endpoint of expiries, if it asks for them. */
  expiryReactor(endpointId: EndpointId): RunningReactor | undefined {
    return this.expiries.get(endpointId)
  }

  /** How all endpoints are doing. */
  status(): RunnerStatus {
    const active = [...this.endpoints.values()].filter(({ status }) => status === 'active')
    const reactors = [...this.running.values(), ...this.expiries.values()]
    return {
      active: active.length,
      broken: reactors.filter((reactor) => reactor.status()._tag === 'Failed').length,
      parked: reactors.reduce((sum, reactor) => sum + reactor.parked().length, 0),
    }
  }

  /** What an endpoint is worked with: one per endpoint, so that its log has one writer. */
  context(endpointId: EndpointId): EndpointContext {
    const known = this.contexts.get(endpointId)
    if (known !== undefined) return known
    const context = this.options.contextOf(endpointId, () => this.endpoint(endpointId))
    this.contexts.set(endpointId, context)
    return context
  }

  /** Settles when the settings up to `position` are in force. */
  reached(position: Position): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        if (!this.controller.signal.aborted && (!this.live || this.position < position)) return
        this.watchers.delete(look)
        resolve()
      }
      this.watchers.add(look)
      look()
    })
  }

  /** Ends every reactor; settles when the deliveries under way have ended. */
  async stop(): Promise<void> {
    this.controller.abort()
    await this.loop
    await this.reconciled
    const reactors = [...this.running.values(), ...this.expiries.values()]
    await Promise.all(reactors.map((reactor) => reactor.stop()))
    await Promise.all([...this.contexts.values()].map(({ log }) => log.flushed()))
    for (const look of [...this.watchers]) look()
  }

  private async follow(): Promise<void> {
    const { feed, clock } = this.options.platform
    const { signal } = this.controller
    const following = { feed, clock, after: START, prefix: ENDPOINTS_PREFIX, signal, onFailure: () => {} }
    for await (const message of keepFollowing(following)) {
      if (message._tag === 'Event') await this.apply(message.event)
      else await this.caughtUp(message.position)
      if (signal.aborted) break
      for (const look of [...this.watchers]) look()
    }
  }

  private async caughtUp(position: Position): Promise<void> {
    if (!this.live) for (const endpointId of this.endpoints.keys()) await this.reconcile(endpointId)
    this.live = true
    if (position > this.position) this.position = position
  }

  /** Before the log has been read once, settings may still change: reactors start when it has. */
  private async apply({ data, position }: RecordedEvent): Promise<void> {
    const event = EndpointEvent.decode(data)
    if (E.isRight(event)) {
      this.endpoints = evolveEndpoints(this.endpoints, event.right)
      const { endpointId, type } = event.right
      if (type === 'EndpointCreated') this.createdAt.set(endpointId, position)
      if (this.live) await this.reconcile(endpointId)
    }
    // Not before: who waits for the position finds what it brought about.
    this.position = position
  }

  private reconcile(endpointId: EndpointId): Promise<void> {
    const next = (): Promise<void> => this.bringAbout(endpointId)
    this.reconciled = this.reconciled.then(next, next)
    return this.reconciled
  }

  private async bringAbout(endpointId: EndpointId): Promise<void> {
    if (this.controller.signal.aborted) return
    const endpoint = this.endpoint(endpointId)
    const isActive = endpoint?.status === 'active'
    await this.keep(this.running, endpointId, isActive, async () => {
      await this.beginAtCreation(endpointId)
      return endpointReactor(endpointId, this.context(endpointId))
    })
    // Begins where the log begins: an invitation may be older than the endpoint, and expire now.
    await this.keep(this.expiries, endpointId, isActive && endpoint.expiriesSince !== null, async () =>
      expiryReactor(endpointId, this.context(endpointId), async (place) => {
        const postponed = await this.expiries.get(endpointId)?.replay([place])
        return postponed !== undefined && E.isRight(postponed)
      }),
    )
  }

  private async keep(
    running: Running,
    endpointId: EndpointId,
    isWanted: boolean,
    make: () => Promise<Reactor>,
  ): Promise<void> {
    const current = running.get(endpointId)
    const isAlive = current !== undefined && ['Starting', 'Following'].includes(current.status()._tag)
    if (isWanted === isAlive) return
    running.delete(endpointId)
    if (current !== undefined) await current.stop()
    if (!isWanted) return
    const { platform, concurrency } = this.options
    const reactor = startReactor({ reactor: await make(), platform, concurrency })
    running.set(endpointId, reactor)
    void this.watch(endpointId, reactor)
  }

  /** A failure that may pass is survived; where another process runs the endpoint, that one goes on alone. */
  private async watch(endpointId: EndpointId, reactor: RunningReactor): Promise<void> {
    const { platform, onFailure } = this.options
    const ended = await reactor.settled(NEVER)
    if (E.isRight(ended) || ended.left._tag !== 'Failed') return
    const { failure } = ended.left
    onFailure(endpointId, failure)
    if (failure._tag === 'WrongRevision') return
    await platform.clock.sleep(RESTART_MS, this.controller.signal)
    await this.reconcile(endpointId)
  }

  /** An endpoint receives what happens after it was made: its checkpoint begins there. */
  private async beginAtCreation(endpointId: EndpointId): Promise<void> {
    const { checkpoints, clock } = this.options.platform
    const reader = `reactor-${reactorName(endpointId)}`
    while (!this.controller.signal.aborted) {
      const loaded = await checkpoints.load(reader)
      if (E.isRight(loaded) && loaded.right !== START) return
      const created = this.createdAt.get(endpointId) ?? START
      if (E.isRight(loaded) && E.isRight(await checkpoints.save(reader, created))) return
      await clock.sleep(1_000, this.controller.signal)
    }
  }
}
