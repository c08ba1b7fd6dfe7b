/** What every kind of server call of grpc-js has in common, as far as it matters here. */
export interface AnyCall {
  readonly cancelled: boolean
  getPeer(): string
  once(event: 'cancelled', listener: () => void): unknown
}

export type Rpc =
  | 'append'
  | 'batch-append'
  | 'read'
  | 'subscribe'
  | 'delete'
  | 'tombstone'
  | 'persistent'
  | 'features'
  | 'gossip'

/** A call the server is working on. `sent` counts the messages written to it. */
export class OpenCall {
  readonly rpc: Rpc
  readonly stream: string
  readonly peer: string
  /** Resolves when the call is over, whoever ended it. */
  readonly over: Promise<void>
  sent = 0
  private readonly onClose: (call: OpenCall) => void
  private resolve: () => void = () => undefined
  private closed = false

  constructor(rpc: Rpc, stream: string, call: AnyCall, onClose: (call: OpenCall) => void) {
    this.rpc = rpc
    this.stream = stream
    this.peer = call.getPeer()
    this.onClose = onClose
    this.over = new Promise((resolve) => {
      this.resolve = resolve
    })
    call.once('cancelled', () => {
      this.close()
    })
    if (call.cancelled) this.close()
  }

  get isOver(): boolean {
    return this.closed
  }

  readonly close = (): void => {
    if (this.closed) return
    this.closed = true
    this.onClose(this)
    this.resolve()
  }
}

/** The calls that are open now, and how many there ever were: for tests about leaks, bounds and retries. */
export class Calls {
  private readonly running = new Set<OpenCall>()
  private readonly counts = new Map<Rpc, number>()

  get open(): readonly OpenCall[] {
    return [...this.running]
  }

  count(rpc: Rpc): number {
    return this.counts.get(rpc) ?? 0
  }

  start(rpc: Rpc, stream: string, call: AnyCall): OpenCall {
    const open = new OpenCall(rpc, stream, call, (closed) => this.running.delete(closed))
    this.counts.set(rpc, this.count(rpc) + 1)
    if (!open.isOver) this.running.add(open)
    return open
  }

  closeAll(): void {
    for (const call of this.running) call.close()
  }
}
