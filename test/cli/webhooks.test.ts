import { verify } from '@seat-ledger/webhooks'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Receiver, startReceiver } from '../http/support/receiver.js'
import { run } from './child.js'
import { ask, type Server, startServer } from './server.js'

const ENDPOINTS = '/v1/webhooks/endpoints'

describe('a server with webhooks', () => {
  let server: Server
  let receiver: Receiver
  let path: string
  let secret: string

  const call = (method: string, at: string, body?: object) =>
    ask(server, server.organizationToken, at, { method, ...(body === undefined ? {} : { body }) })
  const assign = (name: string) =>
    call('POST', '/v1/customer-seats', { subscription_id: 'sub_demo', email: `${name}@example.com` })
  const secretsOf = (body: Record<string, unknown>): readonly string[] =>
    (body.secrets as readonly { readonly secret: string }[]).map((one) => one.secret)
  const messageOf = (
    index: number,
    secrets: readonly string[],
  ): { type: string; data: { email?: string } } => {
    const verified = verify(secrets, receiver.arrived[index] ?? { headers: {}, body: '' })
    if (verified._tag === 'Left') throw new Error(verified.left.problem)
    return verified.right.payload as ReturnType<typeof messageOf>
  }

  beforeAll(async () => {
    receiver = await startReceiver()
    server = await startServer(['--webhook-allow', '127.0.0.1/32'])
    const made = await call('POST', ENDPOINTS, { url: receiver.url })
    expect(made.status).toBe(201)
    path = `${ENDPOINTS}/${made.body.id}`
    secret = secretsOf(made.body)[0] ?? ''
  }, 30_000)
  afterAll(async () => {
    server.child.kill('SIGKILL')
    await receiver.stop()
  })

  it('delivers what happens, signed, and answers a ping', async () => {
    await assign('ada')
    await receiver.until(1)
    expect(messageOf(0, [secret])).toMatchObject({
      type: 'customer_seat.assigned',
      data: { email: 'ada@example.com' },
    })
    expect(await call('POST', `${path}/ping`)).toMatchObject({ status: 200, body: { delivered: true } })
    expect(messageOf(1, [secret]).type).toBe('ping')
  })

  it('signs with both secrets after a rotation', async () => {
    const rotated = await call('POST', `${path}/rotate`)
    const [newest, before] = secretsOf(rotated.body)
    expect(before).toBe(secret)
    await assign('grace')
    await receiver.until(3)
    for (const one of [newest, before]) expect(messageOf(2, [one ?? '']).data.email).toBe('grace@example.com')
  })

  it('sends a delivery again under its id', async () => {
    const replayed = await call('POST', `${path}/replay`, { delivery: 0 })
    expect(replayed).toMatchObject({ status: 202, body: { messages: 1 } })
    const arrived = await receiver.until(4)
    expect(arrived[3]?.headers['webhook-id']).toBe(arrived[0]?.headers['webhook-id'])
  })

  it('shows failed deliveries in their list and in its figures', async () => {
    receiver.status = 500
    await assign('joan')
    await receiver.until(5)
    expect((await call('POST', `${path}/ping`)).body).toEqual({
      delivered: false,
      detail: 'the receiver answered 500',
    })
    const failed = await call('GET', `${path}/deliveries?outcome=failed&type=ping`)
    expect(failed.body).toMatchObject({ items: [{ status: 500, attempt: 1 }] })
    expect((await call('GET', `${path}/parked`)).body).toMatchObject({ items: [] })
    const figures = await (await fetch(`${server.address}/metrics`)).text()
    expect(figures).toContain('seat_ledger_webhook_posts_total{result="2xx"} 4')
    expect(figures).toMatch(/seat_ledger_webhook_posts_total\{result="5xx"\} \d/)
    expect(figures).toContain('seat_ledger_webhook_endpoints_active 1')
    expect(figures).toContain('seat_ledger_webhook_endpoints_broken 0')
    expect(figures).toContain('seat_ledger_webhook_messages_parked 0')
  })

  it('goes to no private network but the one that is allowed', async () => {
    expect((await call('POST', ENDPOINTS, { url: 'https://10.0.0.1/' })).status).toBe(422)
  })

  it('has the same in its event feed', async () => {
    const { body } = await call('GET', '/v1/events')
    expect(body).toMatchObject({
      items: [
        { id: receiver.arrived[0]?.headers['webhook-id'], data: { email: 'ada@example.com' } },
        { data: { email: 'grace@example.com' } },
        { data: { email: 'joan@example.com' } },
      ],
      has_more: false,
    })
  })

  it('logs no secret, and ends on SIGTERM while a delivery waits for its next try', async () => {
    expect(await server.stop()).toBe(0)
    expect(server.stderr() + server.stdout()).not.toContain('whsec_')
  })
})

describe('the flags of webhooks', () => {
  it('refuse a network that is none', async () => {
    const ended = await run(['serve', '--store', 'memory', '--webhook-allow', '10.0.0.0/8, nowhere'])
    expect([ended.code, ended.stderr]).toEqual([
      2,
      'error: --webhook-allow: "nowhere" is not a network such as 10.1.0.0/16.\n',
    ])
  })

  it('turn them off: 501, and the event feed works', async () => {
    const server = await startServer(['--webhooks', 'off'])
    const { status } = await ask(server, server.organizationToken, ENDPOINTS)
    expect(status).toBe(501)
    expect((await ask(server, server.organizationToken, '/v1/events')).status).toBe(200)
    expect(await server.stop()).toBe(0)
  })
})
