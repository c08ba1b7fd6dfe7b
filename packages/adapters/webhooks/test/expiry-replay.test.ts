import { type PostResult, Webhooks } from '@seat-ledger/webhooks'
import { expect, it } from 'vitest'
import { endpointAt, LOOPBACK, ORGANIZATION, openPool, pool, right, world } from './support.js'

const ANSWER: PostResult = { _tag: 'Answered', status: 500, answer: '', retryAfterSeconds: undefined }

/** Lets everything else have its turn until something holds. */
const until = async (holds: () => boolean): Promise<void> => {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve))
}

it('an expiry that could not be told is parked as one, and sent again from there or from its delivery, under its id', async () => {
  const { platform, seats, webhooks: unused } = world()
  await unused.stop()
  const posts: { readonly id: string | undefined; readonly body: string }[] = []
  let status = 500
  const transport = {
    post: async ({ headers, body }: { headers: { readonly [name: string]: string }; body: string }) => {
      posts.push({ id: headers['webhook-id'], body })
      return { ...ANSWER, status }
    },
    close: async () => {},
  }
  const webhooks = new Webhooks({ platform, transport, ...LOOPBACK })
  const types = ['customer_seat.invitation_expired']
  const endpoint = await endpointAt({ platform, seats, webhooks }, { url: 'https://example.com/', types })
  await openPool(seats, 'sub_1')
  const { seat } = await seats.assign({ ...pool('sub_1'), email: 'a@example.com' })
  await until(() => webhooks.parked(endpoint.id).length === 1)

  const parked = right(await webhooks.parkedOf(ORGANIZATION, endpoint.id))
  expect(parked).toMatchObject([{ about: 'expiry', revision: 1, detail: 'the receiver answered 500' }])
  expect(posts).toHaveLength(10)
  status = 204
  const replay = async (places: Parameters<Webhooks['replay']>[2]): Promise<void> => {
    const before = posts.length
    right(await webhooks.replay(ORGANIZATION, endpoint.id, places))
    await until(() => posts.length > before)
  }
  await replay(webhooks.parked(endpoint.id))
  await until(() => webhooks.parked(endpoint.id).length === 0)
  const places = right(await webhooks.placesOf(ORGANIZATION, endpoint.id, { from: 0, to: 5 }))
  expect(places).toEqual([{ stream: 'seat_ledger-org_acme.sub_1', revision: 1, about: 'expiry' }])
  await replay(places)
  expect(new Set(posts.map(({ id, body }) => `${id} ${body}`)).size).toBe(1)
  expect(JSON.parse(posts[11]?.body ?? '')).toMatchObject({
    type: 'customer_seat.invitation_expired',
    data: { id: seat.id, status: 'pending' },
    actor: { kind: 'system', id: 'clock' },
    sequence: 1,
  })
  await webhooks.stop()
})
