import { createSeats, OrganizationId } from '@seat-ledger/core'
import { memoryPlatform } from '@seat-ledger/memory'
import { type Post, undiciTransport, Webhooks, type WebhookTransport } from '@seat-ledger/webhooks'

const ORGANIZATION = 'org_bench'
const NETWORK = { allowHttp: true, allowNetworks: ['127.0.0.0/8'] }

/** How much is sent, and how. */
export interface Load {
  readonly url: string
  readonly messages: number
  readonly pools: number
  readonly inFlight: number
}

/** What a run took: seconds on the wall, and seconds that this process had a processor. */
export interface Took {
  readonly wall: number
  readonly cpu: number
}

/** Times a piece of work. */
export const timed = async (work: () => Promise<void>): Promise<Took> => {
  const before = process.cpuUsage()
  const began = performance.now()
  await work()
  const wall = (performance.now() - began) / 1_000
  const { user, system } = process.cpuUsage(before)
  return { wall, cpu: (user + system) / 1e6 }
}

interface Ready {
  /** Delivers everything. */
  readonly deliver: () => Promise<void>
  readonly stop: () => Promise<void>
}

/** Webhooks with an endpoint that is paused while its messages come into being. */
const prepare = async (load: Load, transport: WebhookTransport): Promise<Ready> => {
  const organizationId = ORGANIZATION
  if (!OrganizationId.is(organizationId)) throw new Error('not an id')
  const platform = memoryPlatform()
  const webhooks = new Webhooks({ platform, transport, concurrency: load.inFlight, ...NETWORK })
  const { endpoint } = right(await webhooks.endpoints.create(organizationId, { url: load.url }))
  const change = async (paused: boolean): Promise<void> => {
    const { position } = right(await webhooks.endpoints.change(organizationId, endpoint.id, { paused }))
    await webhooks.reached(position)
  }
  await change(true)
  const seats = createSeats(platform)
  const actor = { kind: 'system', id: 'bench' }
  let last = 0n
  for (let pool = 0; pool < load.pools; pool++) {
    const at = { organizationId, poolId: `pool_${pool}`, actor }
    const source = { kind: 'subscription', id: at.poolId }
    await seats.openPool({
      ...at,
      customerId: 'cus',
      source,
      product: { id: 'p', name: 'P' },
      capacity: 10_000,
    })
  }
  for (let message = 0; message < load.messages; message++) {
    const at = { organizationId, poolId: `pool_${message % load.pools}`, actor }
    last = (await seats.assign({ ...at, email: `person-${message}@example.com` })).position
  }
  return {
    deliver: async () => {
      await change(false)
      right(await webhooks.settled(endpoint.id, last))
    },
    stop: () => webhooks.stop(),
  }
}

/** All messages by the package itself. */
export const ours = async (load: Load): Promise<Took> => {
  const transport = undiciTransport({ ...NETWORK, connections: load.inFlight })
  const { deliver, stop } = await prepare(load, transport)
  const took = await timed(deliver)
  await stop()
  return took
}

/** What the package would post, and what it needs when nothing is posted. */
export const captured = async (
  load: Load,
): Promise<{ readonly posts: readonly Post[]; readonly took: Took }> => {
  const posts: Post[] = []
  const transport: WebhookTransport = {
    post: async (post) => {
      posts.push(post)
      return { _tag: 'Answered', status: 204, answer: '', retryAfterSeconds: undefined }
    },
    close: async () => {},
  }
  const { deliver, stop } = await prepare(load, transport)
  const took = await timed(deliver)
  await stop()
  return { posts, took }
}

const right = <A>(answer: { _tag: 'Left'; left: unknown } | { _tag: 'Right'; right: A }): A => {
  if (answer._tag === 'Left') throw new Error(JSON.stringify(answer.left))
  return answer.right
}
