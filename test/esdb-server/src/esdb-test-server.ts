import { type ConnectionInjector, type Server, ServerCredentials } from '@grpc/grpc-js'
import { Calls } from './calls.js'
import { Connections } from './connections.js'
import { FaultPlan } from './faults/fault-plan.js'
import { grpcServer } from './grpc-server.js'
import type { Cables } from './host.js'
import { Groups } from './persistent/groups.js'
import type { Member } from './services/gossip.js'
import { Store } from './store/store.js'

export interface ServerOptions {
  /** 0, the default, takes any free port. */
  readonly port?: number
  /** A store to serve; two servers may share one, like two nodes of a cluster without delay. */
  readonly store?: Store
  readonly serverVersion?: string
  /** What gossip tells; by default this server alone, as the leader. */
  readonly members?: () => readonly Member[]
  /** How often message timeouts and checkpoints of persistent subscriptions are looked at. The real server: 1000. */
  readonly tickMilliseconds?: number
}

interface Running {
  readonly connections: Connections
  readonly grpc: Server
  readonly injector: ConnectionInjector
  readonly stopTicking: () => void
}

/** An EventStoreDB in this process, on a real port, for the real client. */
export class EsdbTestServer {
  readonly port: number
  readonly store: Store
  readonly faults = new FaultPlan()
  readonly calls = new Calls()
  private readonly options: ServerOptions
  private running: Running | undefined

  private constructor(options: ServerOptions, store: Store, port: number) {
    this.options = options
    this.store = store
    this.port = port
  }

  static async start(options: ServerOptions = {}): Promise<EsdbTestServer> {
    const store = options.store ?? new Store()
    let server: EsdbTestServer | undefined
    const connections = await Connections.listen(options.port ?? 0, (socket) => {
      server?.running?.injector.injectConnection(socket)
    })
    server = new EsdbTestServer(options, store, connections.port)
    server.run(connections)
    return server
  }

  get connectionString(): string {
    return `esdb://127.0.0.1:${this.port}?tls=false`
  }

  get isRunning(): boolean {
    return this.running !== undefined
  }

  /** The number of TCP connections. */
  get connections(): number {
    return this.running?.connections.count ?? 0
  }

  /** Dies like a killed process: every connection is reset, the port refuses. The data stays. */
  async stop(): Promise<void> {
    const running = this.running
    if (running === undefined) return
    this.running = undefined
    running.stopTicking()
    this.calls.closeAll()
    await running.connections.close()
    running.injector.destroy()
    running.grpc.forceShutdown()
  }

  /** Comes back on the same port with its data, but without its memory of recent ids. */
  async restart(): Promise<void> {
    await this.stop()
    this.store.forgetRecentIds()
    const connections = await Connections.listen(this.port, (socket) => {
      this.running?.injector.injectConnection(socket)
    })
    this.run(connections)
  }

  /** Cuts every TCP connection now. */
  resetConnections(): void {
    this.running?.connections.resetAll()
  }

  /** Asks every client to go, as a node that shuts down does, and cuts who stays for longer than the grace. */
  goAway(graceMilliseconds = 1000): void {
    this.running?.injector.drain(graceMilliseconds)
  }

  private run(connections: Connections): void {
    const { store, faults, calls } = this
    const cables: Cables = {
      reset: (peer) => {
        connections.reset(peer)
      },
      goAway: () => {
        this.goAway()
      },
    }
    const groups = new Groups(store)
    const grpc = grpcServer(
      { store, faults, calls, cables, groups },
      {
        serverVersion: this.options.serverVersion ?? '24.10.6',
        members:
          this.options.members ??
          (() => [{ host: '127.0.0.1', port: this.port, state: 'leader', alive: true }]),
      },
    )
    const injector = grpc.createConnectionInjector(ServerCredentials.createInsecure())
    this.running = { connections, grpc, injector, stopTicking: this.tick(groups) }
  }

  private tick(groups: Groups): () => void {
    const unsubscribe = this.store.log.onCommit(groups.schedulePush)
    const timer = setInterval(() => {
      groups.tick()
    }, this.options.tickMilliseconds ?? 50)
    timer.unref()
    return () => {
      clearInterval(timer)
      unsubscribe()
    }
  }
}
