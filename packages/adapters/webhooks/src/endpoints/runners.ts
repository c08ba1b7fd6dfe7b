import {
  keepFollowing,
  type Platform,
  type Position,
  type RecordedEvent,
  type RunningReactor,
  START,
  startReactor,
} from '@seat-ledger/core'
import * as E from 'fp-ts/lib/Either.js'
import { type EndpointContext, endpointReactor, reactorName } from '../delivery/endpoint-reactor.js'
import { type Endpoint, type Endpoints, evolveEndpoints } from './endpoint.js'
import { ENDPOINTS_PREFIX, EndpointEvent, type EndpointId } from './endpoint-events.js'

/** What a runner of endpoints needs. */
export interface RunnersOptions {
  readonly platform: Platform
  readonly concurrency: number
  readonly contextOf: (endpointId: EndpointId, endpoint: () => Endpoint | undefined) => EndpointContext
}

/** Keeps one reactor running for each active endpoint of every organization, as the settings in the log say. */
export class Runners {
  private readonly options: RunnersOptions
  private readonly controller = new AbortController()
  private readonly running = new Map<EndpointId, RunningReactor>()
  private readonly createdAt = new Map<EndpointId, Position>()
  private readonly contexts = new Map<EndpointId, EndpointContext>()
  private readonly watchers = new Set<() => void>()
  private endpoints: Endpoints = new Map()
  private position: Position = START
  private live = false
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
    await Promise.all([...this.running.values()].map((reactor) => reactor.stop()))
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
    if (position > this.position) this.position = position
    if (this.live) return
    this.live = true
    for (const endpointId of this.endpoints.keys()) await this.reconcile(endpointId)
  }

  /** Before the log has been read once, settings may still change: reactors start when it has. */
  private async apply({ data, position }: RecordedEvent): Promise<void> {
    this.position = position
    const event = EndpointEvent.decode(data)
    if (E.isLeft(event)) return
    this.endpoints = evolveEndpoints(this.endpoints, event.right)
    const { endpointId, type } = event.right
    if (type === 'EndpointCreated') this.createdAt.set(endpointId, position)
    if (this.live) await this.reconcile(endpointId)
  }

  private async reconcile(endpointId: EndpointId): Promise<void> {
    const endpoint = this.endpoint(endpointId)
    const running = this.running.get(endpointId)
    const wanted = endpoint?.status === 'active'
    const alive = running !== undefined && ['Starting', 'Following'].includes(running.status()._tag)
    if (wanted === alive) return
    this.running.delete(endpointId)
    if (running !== undefined) await running.stop()
    if (!wanted) return
    await this.beginAtCreation(endpointId)
    this.running.set(
      endpointId,
      startReactor({
        reactor: endpointReactor(endpointId, this.context(endpointId)),
        platform: this.options.platform,
        concurrency: this.options.concurrency,
      }),
    )
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
