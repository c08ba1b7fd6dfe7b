import { type Platform, START } from '@seat-ledger/core'
import { verify, type Webhooks } from '@seat-ledger/webhooks'
import { afterEach, describe, expect, test } from 'vitest'
import { type Receiver, startReceiver } from './support/receiver.js'
import { LOOPBACK, webhooksOn } from './support/webhooks.js'
import { openPool, type Send, type Served, serve, type WorldOptions } from './support/world.js'

const ENDPOINTS = '/v1/webhooks/endpoints'
const WRITER = { token: 'oat_a_hooks' }
const READER = { token: 'oat_a_hooks_read' }

const open: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close()
})

const started = async (options: WorldOptions = {}): Promise<Served> => {
  const served = await serve({ webhooks: webhooksOn(), ...options })
  open.push(() => served.end())
  return served
}

const receiver = async (): Promise<Receiver> => {
  const receiver = await startReceiver()
  open.push(() => receiver.stop())
  return receiver
}

const create = (send: Send, url: string, more: object = {}, sent: object = {}) =>
  send('POST', ENDPOINTS, { ...WRITER, body: { url, ...more }, ...sent })

const assign = (send: Send, email: string) =>
  send('POST', '/v1/customer-seats', { token: 'oat_a', body: { subscription_id: 'sub_1', email } })

const typesOf = (receiver: Receiver): readonly string[] =>
  receiver.arrived.map(({ body }) => JSON.parse(body).type)

describe('an endpoint', () => {
  test('is made, read, listed, changed and removed, and receives what happens in between', async () => {
    const { send } = await started()
    const there = await receiver()
    await openPool(send, 'sub_1', 5)
    const made = await create(send, there.url, { description: 'Ours' })
    expect(made).toMatchObject({
      status: 201,
      body: {
        organization_id: 'org_a',
        url: there.url,
        types: ['customer_seat.assigned', 'customer_seat.claimed', 'customer_seat.revoked'],
        description: 'Ours',
        status: 'active',
        secrets: [{ valid_until: null }],
      },
    })
    const path = `${ENDPOINTS}/${made.body.id}`
    await assign(send, 'ada@example.com')
    const [first] = await there.until(1)
    const secret = made.body.secrets[0].secret
    expect(
      verify([secret], first ?? { headers: {}, body: '' }, Date.parse('2026-03-03T09:00:00.000Z')),
    ).toMatchObject({
      right: { payload: { type: 'customer_seat.assigned', data: { email: 'ada@example.com' } } },
    })

    const renamed = await send('PATCH', path, { ...WRITER, body: { description: 'Theirs', paused: true } })
    expect(renamed.body).toMatchObject({
      description: 'Theirs',
      status: 'paused',
      url: there.url,
      secrets: null,
    })
    expect((await send('GET', ENDPOINTS, READER)).body).toEqual({
      items: [renamed.body],
      pagination: { total_count: 1, max_page: 1 },
    })
    expect((await send('DELETE', path, WRITER)).status).toBe(204)
    for (const method of ['GET', 'DELETE']) expect((await send(method, path, WRITER)).status).toBe(404)
  })

  test('shows its secrets to who may write: when it is made, rotated and read, never in a list or to a reader', async () => {
    const { send, reports } = await started()
    const made = await create(send, 'https://example.com/hooks')
    const path = `${ENDPOINTS}/${made.body.id}`
    const rotated = await send('POST', `${path}/rotate`, WRITER)
    const [newest, before] = rotated.body.secrets
    expect(before).toEqual({ secret: made.body.secrets[0].secret, valid_until: '2026-03-04T09:00:00.000Z' })
    expect(newest.secret).not.toBe(before.secret)
    expect((await send('GET', path, WRITER)).body.secrets).toEqual(rotated.body.secrets)
    const quiet = [
      await send('GET', path, READER),
      await send('GET', ENDPOINTS, READER),
      await send('GET', ENDPOINTS, WRITER),
      await send('PATCH', path, { ...WRITER, body: {} }),
      await send('POST', `${path}/ping`, WRITER),
      await send('GET', `${path}/deliveries`, READER),
      await send('GET', `${path}/parked`, READER),
    ]
    for (const { text, status } of quiet) {
      expect(status).toBe(200)
      expect(text).not.toContain('whsec_')
    }
    expect(JSON.stringify(reports)).not.toContain('whsec_')
  })

  test('needs the scopes of webhooks, and those of seats are not enough', async () => {
    const { send } = await started()
    const made = await create(send, 'https://example.com/hooks')
    const path = `${ENDPOINTS}/${made.body.id}`
    const writes: readonly (readonly [string, string, object?])[] = [
      ['POST', ENDPOINTS, { url: 'https://example.com/' }],
      ['PATCH', path, { paused: true }],
      ['DELETE', path],
      ['POST', `${path}/rotate`],
      ['POST', `${path}/ping`],
      ['POST', `${path}/replay`, { parked: true }],
    ]
    const reads = [ENDPOINTS, path, `${path}/deliveries`, `${path}/parked`, '/v1/events']
    for (const [method, at, body] of writes) {
      for (const token of ['oat_a_hooks_read', 'oat_a']) {
        const got = await send(method, at, { token, ...(body === undefined ? {} : { body }) })
        expect([method, at, got.status, got.body.error]).toEqual([method, at, 403, 'insufficient_scope'])
      }
    }
    for (const at of reads) {
      expect([at, (await send('GET', at, READER)).status]).toEqual([at, 200])
      expect([at, (await send('GET', at, { token: 'oat_a' })).status]).toEqual([at, 403])
      expect([at, (await send('GET', at, { token: 'cst_owner' })).status]).toEqual([at, 401])
    }
  })

  test('of another organization does not exist, whatever is tried', async () => {
    const { send } = await started()
    const made = await create(send, 'https://example.com/hooks')
    const foreign = { token: 'oat_b_hooks' }
    const tries: readonly (readonly [string, string, object?])[] = [
      ['GET', ''],
      ['PATCH', '', { paused: true }],
      ['DELETE', ''],
      ['POST', '/rotate'],
      ['POST', '/ping'],
      ['GET', '/deliveries'],
      ['GET', '/parked'],
      ['POST', '/replay', { parked: true }],
    ]
    for (const [method, suffix, body] of tries) {
      const sent = { ...foreign, ...(body === undefined ? {} : { body }) }
      const real = await send(method, `${ENDPOINTS}/${made.body.id}${suffix}`, sent)
      const none = await send(method, `${ENDPOINTS}/whe_none${suffix}`, sent)
      expect([real.status, real.text]).toEqual([404, none.text])
    }
    expect((await send('GET', ENDPOINTS, foreign)).body.items).toEqual([])
    expect((await send('GET', `${ENDPOINTS}/${made.body.id}`, WRITER)).body.status).toBe('active')
  })

  test('is refused with every fault at once, private addresses among them', async () => {
    const { send } = await started({ webhooks: webhooksOn({}) })
    const got = await create(send, 'https://10.0.0.1/', { types: ['nope'], description: 'a\nb' })
    expect([got.status, got.body.error]).toEqual([422, 'RequestValidationError'])
    expect(got.body.detail).toMatchObject([
      { loc: ['body', 'types', '0'] },
      { loc: ['body', 'description'] },
      { loc: ['body', 'url'], msg: 'must not be a private address' },
    ])
    for (const url of [
      'http://example.com/',
      'https://127.0.0.1/',
      'https://[::1]/',
      'https://u:p@example.com/',
      'no',
    ])
      expect((await create(send, url)).status).toBe(422)
    for (const raw of ['null', '[]', '7', '{}'])
      expect((await send('POST', ENDPOINTS, { ...WRITER, raw })).status).toBe(422)
  })

  test('is made once for one Idempotency-Key, and the key is good for nothing else', async () => {
    const { send } = await started()
    const headers = { 'idempotency-key': 'k1' }
    const first = await create(send, 'https://example.com/hooks', {}, { headers })
    const again = await create(send, 'https://example.com/hooks', {}, { headers })
    expect(again.body).toEqual(first.body)
    expect((await send('GET', ENDPOINTS, READER)).body.items).toHaveLength(1)
    const other = await create(send, 'https://example.com/other', {}, { headers })
    expect([other.status, other.body.error]).toEqual([422, 'IdempotencyKeyReused'])
    const rotate = () =>
      send('POST', `${ENDPOINTS}/${first.body.id}/rotate`, {
        ...WRITER,
        headers: { 'idempotency-key': 'k2' },
      })
    expect((await rotate()).body).toEqual((await rotate()).body)
    expect((await send('DELETE', `${ENDPOINTS}/${first.body.id}`, WRITER)).status).toBe(204)
    expect((await create(send, 'https://example.com/hooks', {}, { headers })).body.id).toBe(first.body.id)
    expect((await send('GET', ENDPOINTS, READER)).body.items).toEqual([])
  })

  test('does not exist for who runs no webhooks: 501, and the feed works', async () => {
    const served = await serve()
    open.push(() => served.end())
    expect(await served.send('GET', ENDPOINTS, READER)).toMatchObject({
      status: 501,
      body: { error: 'NotImplemented' },
    })
    expect((await served.send('GET', '/v1/events', READER)).status).toBe(200)
  })
})

describe('deliveries', () => {
  test('are listed newest first, in pages, by outcome and type; a ping answers what came of it', async () => {
    const { send } = await started()
    const there = await receiver()
    const { body: endpoint } = await create(send, there.url)
    const path = `${ENDPOINTS}/${endpoint.id}`
    await openPool(send, 'sub_1', 9)
    for (const name of ['a', 'b', 'c']) await assign(send, `${name}@example.com`)
    await there.until(3)
    there.status = 500
    expect((await send('POST', `${path}/ping`, WRITER)).body).toEqual({
      delivered: false,
      detail: 'the receiver answered 500',
    })
    const page = await send('GET', `${path}/deliveries?limit=2`, READER)
    expect(page.body.items).toMatchObject([
      { number: 3, type: 'ping', outcome: 'failed', status: 500, pool_id: null, sequence: null },
      { number: 2, type: 'customer_seat.assigned', outcome: 'delivered', pool_id: 'sub_1', sequence: 3 },
    ])
    const rest = await send('GET', `${path}/deliveries?limit=2&before=${page.body.next_before}`, READER)
    expect(rest.body).toMatchObject({ items: [{ number: 1 }, { number: 0 }], next_before: null })
    const failed = await send('GET', `${path}/deliveries?outcome=failed`, READER)
    expect(failed.body).toMatchObject({ items: [{ number: 3 }], next_before: null })
    const first = await send('GET', `${path}/deliveries?type=customer_seat.assigned&limit=1`, READER)
    expect(first.body).toMatchObject({ items: [{ number: 2 }], next_before: 2 })
  })

  test('that were given up are parked, and one, a range or all of the parked are sent again under their ids', async () => {
    let hooks: Webhooks | undefined
    const webhooks = (platform: Platform): Webhooks => {
      hooks = webhooksOn({ ...LOOPBACK, patience: false })(platform)
      return hooks
    }
    const { send } = await started({ webhooks })
    const there = await receiver()
    there.status = 500
    const { body: endpoint } = await create(send, there.url)
    const path = `${ENDPOINTS}/${endpoint.id}`
    await openPool(send, 'sub_1', 9)
    await assign(send, 'a@example.com')
    await assign(send, 'b@example.com')
    await there.until(20)
    there.status = 204
    await assign(send, 'c@example.com')
    // The pool goes on with its third message once the first two are put aside.
    await there.until(21)
    const parked = await send('GET', `${path}/parked?limit=1&page=2`, READER)
    expect(parked.body).toEqual({
      items: [
        {
          about: 'event',
          pool_id: 'sub_1',
          sequence: 2,
          tries: 10,
          detail: 'the receiver answered 500',
          at: expect.any(String),
        },
      ],
      pagination: { total_count: 2, max_page: 2 },
    })
    const ids = there.arrived.map(({ headers }) => headers['webhook-id'])
    const replay = (body: object) => send('POST', `${path}/replay`, { ...WRITER, body })
    const replayed = async (body: object): Promise<readonly unknown[]> => {
      const before = there.arrived.length
      expect((await replay(body)).status).toBe(202)
      await hooks?.settled(endpoint.id, START)
      return there.arrived.slice(before).map(({ headers }) => headers['webhook-id'])
    }
    expect((await replayed({ parked: true })).toSorted()).toEqual([ids[0], ids[10]].toSorted())
    expect(await replayed({ parked: true })).toEqual([])
    expect((await replayed({ from: 5, to: 20 })).toSorted()).toEqual([ids[0], ids[10], ids[20]].toSorted())
    expect(await replayed({ delivery: 3 })).toEqual([ids[0]])
    expect((await replay({ delivery: 999 })).status).toBe(404)
    for (const bad of [
      {},
      { from: 1 },
      { from: 2, to: 1 },
      { from: 0, to: 1_000 },
      { delivery: 1, parked: true },
    ])
      expect((await replay(bad)).status).toBe(422)
  })

  test('to a paused endpoint cannot be replayed: 409, and what is parked can still be read', async () => {
    const { send } = await started()
    const { body } = await create(send, 'https://example.com/hooks')
    const path = `${ENDPOINTS}/${body.id}`
    await send('PATCH', path, { ...WRITER, body: { paused: true } })
    expect((await send('GET', `${path}/parked`, READER)).body.items).toEqual([])
    const got = await send('POST', `${path}/replay`, { ...WRITER, body: { parked: true } })
    expect([got.status, got.body.error]).toEqual([409, 'EndpointNotActive'])
  })

  test('are of the types that the endpoint asks for', async () => {
    const { send } = await started()
    const there = await receiver()
    await create(send, there.url, { types: ['seat_pool.capacity_changed', 'customer_seat.revoked'] })
    await openPool(send, 'sub_1', 9)
    const seat = await assign(send, 'a@example.com')
    await send('DELETE', `/v1/customer-seats/${seat.body.id}`)
    await send('DELETE', '/v1/seat-pools/sub_1')
    await there.until(1)
    expect(typesOf(there)).toEqual(['customer_seat.revoked'])
    expect(JSON.parse(there.arrived[0]?.body ?? '')).toMatchObject({ cause: 'revoked', holder: null })
  })
})
