import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'

/** One webhook as it came. */
export interface Arrived {
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** A receiver of webhooks on loopback, which answers with the status that is set at the time. */
export interface Receiver {
  readonly url: string
  readonly arrived: Arrived[]
  /** What is answered from now on. */
  status: number
  /** Settles with everything that came, once that is so many. */
  readonly until: (count: number) => Promise<readonly Arrived[]>
  readonly stop: () => Promise<void>
}

export const startReceiver = async (): Promise<Receiver> => {
  const arrived: Arrived[] = []
  const waiting = new Set<() => void>()
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      arrived.push({ headers: request.headers, body: Buffer.concat(chunks).toString() })
      response.writeHead(receiver.status).end()
      for (const look of waiting) look()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const receiver: Receiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`,
    arrived,
    status: 204,
    until: (count) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (arrived.length < count) return
          waiting.delete(look)
          resolve(arrived)
        }
        waiting.add(look)
        look()
      }),
    stop: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return receiver
}
