import { faultyEventStore } from '@seat-ledger/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openPool, type Served, serve } from './support/world.js'

let served: Served
let pools = 0
const newId = (): string => `pool_${++pools}`

beforeAll(async () => {
  served = await serve()
})
afterAll(() => served.end())

const wish = (id: string, more: object = {}) => ({
  source: { kind: 'subscription', id },
  customer_id: 'cus_owner',
  product: { id: 'prod_1', name: 'Team Pro' },
  capacity: 5,
  ...more,
})
const put = (id: string, body: object, headers: Record<string, string> = {}, token = 'oat_a') =>
  served.send('PUT', `/v1/seat-pools/${id}`, { body, headers, token })

describe('putting a pool', () => {
  test('opens it', async () => {
    const id = newId()
    const { status, body, headers } = await put(id, wish(id))
    expect(status).toBe(201)
    expect(body).toEqual({
      id,
      organization_id: 'org_a',
      subscription_id: id,
      order_id: null,
      customer_id: 'cus_owner',
      product: { id: 'prod_1', name: 'Team Pro' },
      capacity: 5,
      status: 'open',
      live_seats: 0,
      available_seats: 5,
      revision: 0,
      created_at: '2026-03-03T09:00:00.000Z',
      closed_at: null,
    })
    expect(headers.get('etag')).toBe('"0"')
  })

  test('again changes nothing, and with another capacity changes it', async () => {
    const id = newId()
    await put(id, wish(id))
    const again = await put(id, wish(id))
    expect([again.status, again.body.revision]).toEqual([200, 0])
    const more = await put(id, wish(id, { capacity: 8 }))
    expect([more.status, more.body.capacity, more.body.revision]).toEqual([200, 8, 1])
  })

  test('never below the live seats', async () => {
    const id = newId()
    await put(id, wish(id))
    for (const email of ['a@example.com', 'b@example.com']) {
      await served.send('POST', '/v1/customer-seats', { body: { subscription_id: id, email } })
    }
    const { status, body } = await put(id, wish(id, { capacity: 1 }))
    expect([status, body]).toEqual([
      400,
      {
        error: 'SeatsAlreadyAssigned',
        detail: 'Cannot decrease seats to 1. Currently 2 seats are assigned. Revoke seats first.',
      },
    ])
  })

  test('of another owner, product or source is refused', async () => {
    const id = newId()
    await put(id, wish(id))
    const changed = [
      { customer_id: 'cus_other' },
      { product: { id: 'prod_2', name: 'Team Pro' } },
      { source: { kind: 'order', id } },
    ]
    for (const more of changed) {
      const { status, body } = await put(id, wish(id, more))
      expect([status, body.error]).toEqual([409, 'PoolAlreadyOpen'])
    }
  })

  test('for a source that has an open pool of another id is refused, until that one is closed', async () => {
    const [first, second] = [newId(), newId()]
    const source = { kind: 'subscription', id: `source_of_${first}` }
    await put(first, wish(first, { source }))
    const refused = await put(second, wish(second, { source }))
    expect([refused.status, refused.body.error]).toEqual([409, 'SourceTaken'])
    await served.send('DELETE', `/v1/seat-pools/${first}`)
    expect((await put(second, wish(second, { source }))).status).toBe(201)
    const seat = await served.send('POST', '/v1/customer-seats', {
      body: { subscription_id: source.id, email: 'ada@example.com' },
    })
    expect(seat.body.id).toMatch(new RegExp(`^${second}\\.`))
  })

  test('under one source at once opens one pool only', async () => {
    // Appends take a while, so that all requests are under way before the first of them is done.
    const slow = await serve({
      store: (store) =>
        faultyEventStore(store, {
          append: () => new Promise((resolve) => setTimeout(() => resolve(undefined), 5)),
        }),
    })
    try {
      const source = { kind: 'subscription', id: 'contested' }
      const answers = await Promise.all(
        Array.from({ length: 8 }, (_, index) =>
          slow.send('PUT', `/v1/seat-pools/rival_${index}`, { body: wish(`rival_${index}`, { source }) }),
        ),
      )
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409, 409, 409, 409])
    } finally {
      await slow.end()
    }
  })

  test('repeated with its idempotency key gets its first answer, whatever happened since', async () => {
    const id = newId()
    const first = await put(id, wish(id), { 'idempotency-key': 'open' })
    const change = await put(id, wish(id, { capacity: 9 }), { 'idempotency-key': 'grow' })
    await put(id, wish(id, { capacity: 7 }))
    const again = await put(id, wish(id), { 'idempotency-key': 'open' })
    expect([again.status, again.body]).toEqual([201, first.body])
    const changeAgain = await put(id, wish(id, { capacity: 9 }), { 'idempotency-key': 'grow' })
    expect([changeAgain.status, changeAgain.body]).toEqual([200, change.body])
    for (const key of ['open', 'grow']) {
      const other = await put(id, wish(id, { capacity: 3 }), { 'idempotency-key': key })
      expect([other.status, other.body.error]).toEqual([422, 'IdempotencyKeyReused'])
    }
  })

  test('of the same facts under another key is a change of nothing', async () => {
    const id = newId()
    await put(id, wish(id), { 'idempotency-key': 'one' })
    expect((await put(id, wish(id), { 'idempotency-key': 'two' })).status).toBe(200)
  })

  test('that was closed is refused', async () => {
    const id = newId()
    await put(id, wish(id))
    await served.send('DELETE', `/v1/seat-pools/${id}`)
    const { status, body } = await put(id, wish(id))
    expect([status, body.error]).toEqual([409, 'PoolIsClosed'])
  })

  test('of two organizations has to say which', async () => {
    const id = newId()
    const unsaid = await put(id, wish(id), {}, 'pat_ab')
    expect([unsaid.status, unsaid.body.detail[0].loc]).toEqual([422, ['body', 'organization_id']])
    const said = await put(id, wish(id, { organization_id: 'org_b' }), {}, 'pat_ab')
    expect([said.status, said.body.organization_id]).toEqual([201, 'org_b'])
    expect((await put(id, wish(id, { organization_id: 'org_off' }), {}, 'pat_ab')).status).toBe(404)
    expect((await served.send('GET', `/v1/seat-pools/${id}`)).status).toBe(404)
  })

  test('lists all faults, of the path too', async () => {
    const { status, body } = await served.send('PUT', '/v1/seat-pools/bad%20id', {
      body: { ...wish('x'), capacity: 1_000_001 },
    })
    expect([status, body.detail.map(({ loc }: { loc: unknown }) => loc)]).toEqual([
      422,
      [['body', 'capacity']],
    ])
    const onlyPath = await served.send('PUT', '/v1/seat-pools/bad%20id', { body: wish('x') })
    expect(onlyPath.body.detail[0]).toMatchObject({ loc: ['path', 'pool_id'], input: 'bad id' })
    const all = await served.send('PUT', '/v1/seat-pools/x', {
      body: { source: { kind: 'gift', id: '' }, product: { id: 'p' }, capacity: 1.5 },
    })
    expect(all.body.detail.map(({ loc }: { loc: readonly string[] }) => loc.join('.')).sort()).toEqual([
      'body.capacity',
      'body.customer_id',
      'body.product.name',
      'body.source.id',
      'body.source.kind',
    ])
  })
})

describe('reading and closing a pool', () => {
  test('answers it, and 304 to who has this revision', async () => {
    const id = newId()
    const { headers } = await openPool(served.send, id, 2)
    const read = (sent: object = {}) => served.send('GET', `/v1/seat-pools/${id}`, sent)
    expect((await read()).body).toMatchObject({ id, capacity: 2, status: 'open' })
    expect((await read({ headers: { 'if-none-match': headers.get('etag') ?? '' } })).status).toBe(304)
  })

  test('revokes every live seat; again it changes nothing', async () => {
    const id = newId()
    await openPool(served.send, id, 2)
    const body = { subscription_id: id, email: 'ada@example.com', immediate_claim: true }
    const seat = (await served.send('POST', '/v1/customer-seats', { body })).body
    const closed = await served.send('DELETE', `/v1/seat-pools/${id}`)
    expect([closed.status, closed.body]).toMatchObject([
      200,
      { status: 'closed', live_seats: 0, available_seats: 0, closed_at: '2026-03-03T09:00:00.000Z' },
    ])
    expect((await served.send('GET', `/v1/customer-seats/${seat.id}`)).body.status).toBe('revoked')
    expect((await served.send('DELETE', `/v1/seat-pools/${id}`)).body).toEqual(closed.body)
  })

  test.each(['nowhere', 'bad%20id', '%ff'])('answers 404 for %s', async (id) => {
    for (const method of ['GET', 'DELETE']) {
      const { status, body } = await served.send(method, `/v1/seat-pools/${id}`)
      expect([status, body.detail]).toEqual([404, 'Pool not found'])
    }
  })
})

describe('If-Match', () => {
  test('carries a write out at its revision only', async () => {
    const id = newId()
    await openPool(served.send, id, 5)
    const assign = (email: string, tag: string) =>
      served.send('POST', '/v1/customer-seats', {
        body: { subscription_id: id, email },
        headers: { 'if-match': tag },
      })
    const first = await assign('a@example.com', '"0"')
    expect([first.status, first.headers.get('etag')]).toEqual([200, '"1"'])
    for (const tag of ['"0"', '"99"', 'W/"1"', '1', '"x"', '"1", "2"']) {
      const { status, body } = await assign('b@example.com', tag)
      expect([tag, status, body.error]).toEqual([tag, 412, 'PreconditionFailed'])
    }
    expect((await assign('b@example.com', '*')).status).toBe(200)
    const put5 = await put(id, wish(id, { capacity: 9 }), { 'if-match': '"0"' })
    expect(put5.status).toBe(412)
    expect((await put(id, wish(id, { capacity: 9 }), { 'if-match': '"2"' })).status).toBe(200)
    const seat = `/v1/customer-seats/${first.body.id}`
    for (const [method, path] of [
      ['DELETE', seat],
      ['POST', `${seat}/resend`],
      ['DELETE', `/v1/seat-pools/${id}`],
    ] as const) {
      expect((await served.send(method, path, { headers: { 'if-match': '"0"' } })).status).toBe(412)
    }
    expect((await served.send('DELETE', seat, { headers: { 'if-match': '"3"' } })).status).toBe(200)
  })

  test('on a pool that is not there yet is not met', async () => {
    const id = newId()
    expect((await put(id, wish(id), { 'if-match': '"0"' })).status).toBe(412)
  })
})
