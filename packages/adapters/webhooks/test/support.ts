import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Clock, createSeats, OrganizationId, type Platform, type Seats } from '@seat-ledger/core'
import { memoryPlatform } from '@seat-ledger/memory'
import { type EndpointAnswer, undiciTransport, Webhooks } from '@seat-ledger/webhooks'
import * as E from 'fp-ts/lib/Either.js'

/** Time that passes as soon as somebody waits for it, so that days of retries take a moment. */
const hastyClock = (): Clock => {
  let now = Date.now()
  return {
    now: () => now,
    sleep: async (milliseconds) => {
      await new Promise((resolve) => setImmediate(resolve))
      now += milliseconds
    },
  }
}

export interface Received {
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** A real receiver on loopback. `answer` says what each request gets; the number counts from 1. */
export class Receiver {
  readonly received: Received[] = []
  readonly url: string
  private readonly server: ReturnType<typeof createServer>

  private constructor(server: ReturnType<typeof createServer>, port: number) {
    this.server = server
    this.url = `http://127.0.0.1:${port}/hooks`
  }

  static async start(answer: (response: ServerResponse, number: number) => void): Promise<Receiver> {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const receiver = new Receiver(server, (server.address() as AddressInfo).port)
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => {
        const number = receiver.received.push({
          headers: request.headers,
          body: Buffer.concat(chunks).toString(),
        })
        answer(response, number)
      })
    })
    return receiver
  }

  get ids(): readonly string[] {
    return this.received.map(({ headers }) => String(headers['webhook-id']))
  }

  get messages(): readonly {
    readonly type: string
    readonly sequence: number
    readonly data: { readonly id: string }
  }[] {
    return this.received.map(({ body }) => JSON.parse(body))
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections()
    await new Promise((resolve) => this.server.close(resolve))
  }
}

export const ok = (response: ServerResponse): void => {
  response.writeHead(204).end()
}

const organization = (id: string): OrganizationId => {
  if (!OrganizationId.is(id)) throw new Error(`${id} is not an id`)
  return id
}

export const ORGANIZATION = organization('org_acme')

/** Loopback is a private address, so the tests have to allow it. */
export const LOOPBACK = { allowHttp: true, allowNetworks: ['127.0.0.0/8'] }

export interface World {
  readonly platform: Platform
  readonly seats: Seats
  readonly webhooks: Webhooks
}

export const world = (timeoutMs = 500): World => {
  const platform = memoryPlatform({ clock: hastyClock() })
  const transport = undiciTransport({ ...LOOPBACK, timeoutMs })
  return {
    platform,
    seats: createSeats(platform),
    webhooks: new Webhooks({ platform, transport, ...LOOPBACK }),
  }
}

export const right = <A>(answer: E.Either<unknown, A>): A => {
  if (E.isLeft(answer)) throw new Error(`refused: ${JSON.stringify(answer.left)}`)
  return answer.right
}

/** Makes an endpoint and waits until it is in force. */
export const endpointAt = async ({ webhooks }: World, input: object): Promise<EndpointAnswer['endpoint']> => {
  const { endpoint, position } = right(await webhooks.endpoints.create(ORGANIZATION, input))
  await webhooks.reached(position)
  return endpoint
}

const actor = { kind: 'user', id: 'usr_maya' }

export const pool = (poolId: string) => ({ organizationId: ORGANIZATION, poolId, actor })

export const openPool = (seats: Seats, poolId: string, capacity = 100) =>
  seats.openPool({
    ...pool(poolId),
    customerId: 'cus_owner',
    source: { kind: 'subscription', id: poolId },
    product: { id: 'prod_pro', name: 'Pro' },
    capacity,
  })
