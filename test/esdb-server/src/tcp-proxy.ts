import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'

export interface ProxyTarget {
  readonly to: number
  readonly host?: string
  readonly port?: number
}

type Mode = 'pass' | 'blackhole'

interface Pair {
  readonly inner: Socket
  readonly outer: Socket
}

/** A cable between client and server that can be cut in the ways cables are. */
export class TcpProxy {
  readonly port: number
  private readonly target: ProxyTarget
  private readonly pairs = new Set<Pair>()
  private server: Server | undefined
  private mode: Mode = 'pass'

  private constructor(target: ProxyTarget, server: Server, port: number) {
    this.target = target
    this.server = server
    this.port = port
  }

  static async start(target: ProxyTarget): Promise<TcpProxy> {
    const server = createServer()
    const port = await listen(server, target.port ?? 0)
    const proxy = new TcpProxy(target, server, port)
    server.on('connection', (outer) => {
      proxy.join(outer)
    })
    return proxy
  }

  get connectionString(): string {
    return `esdb://127.0.0.1:${this.port}?tls=false`
  }

  get connections(): number {
    return this.pairs.size
  }

  /** Everything goes through again. What was held back in a black hole arrives now, as on a network that comes back. */
  async pass(): Promise<void> {
    this.mode = 'pass'
    for (const pair of this.pairs) flow(pair)
    if (this.server !== undefined) return
    const server = createServer((outer) => {
      this.join(outer)
    })
    this.server = server
    await listen(server, this.port)
  }

  /** Connections stay open and are accepted, but not a byte arrives on either side. */
  blackhole(): void {
    this.mode = 'blackhole'
    for (const pair of this.pairs) hold(pair)
  }

  /** Resets every connection; new ones are treated as before. */
  reset(): void {
    for (const pair of this.pairs) {
      pair.outer.resetAndDestroy()
      pair.inner.resetAndDestroy()
    }
  }

  /** Resets every connection and refuses new ones until `pass`. */
  async refuse(): Promise<void> {
    const server = this.server
    this.server = undefined
    this.reset()
    if (server === undefined) return
    server.close()
    await once(server, 'close')
  }

  async stop(): Promise<void> {
    await this.refuse()
  }

  private join(outer: Socket): void {
    const inner = connect(this.target.to, this.target.host ?? '127.0.0.1')
    const pair: Pair = { inner, outer }
    this.pairs.add(pair)
    const isOpen = () => this.mode === 'pass'
    const gone = () => {
      this.pairs.delete(pair)
    }
    tie(outer, inner, isOpen, gone)
    tie(inner, outer, isOpen, gone)
    if (this.mode === 'pass') flow(pair)
    else hold(pair)
  }
}

const listen = async (server: Server, port: number): Promise<number> => {
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The proxy has no TCP address.')
  return address.port
}

/** The end of one side is the end of the other, in the same manner. */
const tie = (one: Socket, other: Socket, isOpen: () => boolean, gone: () => void): void => {
  one.on('data', (chunk) => {
    if (!other.write(chunk)) one.pause()
  })
  one.on('drain', () => {
    if (isOpen()) other.resume()
  })
  one.on('end', () => other.end())
  one.on('error', () => other.resetAndDestroy())
  one.on('close', () => {
    gone()
    other.destroy()
  })
}

const flow = ({ inner, outer }: Pair): void => {
  inner.resume()
  outer.resume()
}

const hold = ({ inner, outer }: Pair): void => {
  inner.pause()
  outer.pause()
}
