import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'

/** The listening port and every TCP connection to it, so that a test can cut them one by one. */
export class Connections {
  readonly port: number
  private readonly listener: Server
  private readonly sockets: Map<string, Socket>

  private constructor(port: number, listener: Server, sockets: Map<string, Socket>) {
    this.port = port
    this.listener = listener
    this.sockets = sockets
  }

  static async listen(port: number, accept: (socket: Socket) => void): Promise<Connections> {
    const sockets = new Map<string, Socket>()
    const listener = createServer((socket) => {
      const peer = peerOf(socket)
      sockets.set(peer, socket)
      // Node reports the reset that a test asked for; nobody needs to hear of it.
      socket.on('error', () => undefined)
      socket.on('close', () => sockets.delete(peer))
      accept(socket)
    })
    listener.listen(port, '127.0.0.1')
    await once(listener, 'listening')
    const address = listener.address()
    if (address === null || typeof address === 'string') throw new Error('The server has no TCP address.')
    return new Connections(address.port, listener, sockets)
  }

  get count(): number {
    return this.sockets.size
  }

  /** A peer as gRPC names it. */
  reset(peer: string): void {
    this.sockets.get(peer)?.resetAndDestroy()
  }

  resetAll(): void {
    for (const socket of this.sockets.values()) socket.resetAndDestroy()
  }

  async close(): Promise<void> {
    this.listener.close()
    this.resetAll()
    await once(this.listener, 'close')
  }
}

const peerOf = (socket: Socket): string => `${socket.remoteAddress}:${socket.remotePort}`
