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

interface Ready {
  /** Delivers everything; gives the seconds that it took. */
  readonly deliver: () => Promise<number>
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
      const began = performance.now()
      await change(false)
      right(await webhooks.settled(endpoint.id, last))
      const seconds = (performance.now() - began) / 1_000
      await webhooks.stop()
      return seconds
    },
  }
}

/** Seconds for all messages by the package itself. */
export const ours = async (load: Load): Promise<number> => {
  const transport = undiciTransport({ ...NETWORK, connections: load.inFlight })
  return (await prepare(load, transport)).deliver()
}

/** What the package would post, and the seconds that it needs when nothing is posted. */
export const captured = async (
  load: Load,
): Promise<{ readonly posts: readonly Post[]; readonly seconds: number }> => {
  const posts: Post[] = []
  const transport: WebhookTransport = {
    post: async (post) => {
      posts.push(post)
      return { _tag: 'Answered', status: 204, answer: '', retryAfterSeconds: undefined }
    },
    close: async () => {},
  }
  const seconds = await (await prepare(load, transport)).deliver()
  return { posts, seconds }
}

const right = <A>(answer: { _tag: 'Left'; left: unknown } | { _tag: 'Right'; right: A }): A => {
  if (answer._tag === 'Left') throw new Error(JSON.stringify(answer.left))
  return answer.right
}
