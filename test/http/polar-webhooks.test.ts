import { validateEvent, WebhookVerificationError } from '@polar-sh/sdk/webhooks.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Arrived, type Receiver, startReceiver } from './support/receiver.js'
import { webhooksOn } from './support/webhooks.js'
import { openPool, type Served, serve } from './support/world.js'

/*
 * What this server sends, over real sockets, to a receiver that verifies with the official client of the reference. It
 * takes the bytes of the secret's text as the key, `whsec_` included: give it the secret as the API shows it.
 */

let served: Served
let receiver: Receiver
let secret: string
let arrived: readonly Arrived[]

beforeAll(async () => {
  // The client compares the timestamp with its own clock.
  served = await serve({
    webhooks: (platform) => webhooksOn()({ ...platform, clock: { ...platform.clock, now: Date.now } }),
  })
  receiver = await startReceiver()
  const { send } = served
  await openPool(send, 'sub_1', 3)
  const made = await send('POST', '/v1/webhooks/endpoints', {
    token: 'oat_a_hooks',
    body: { url: receiver.url },
  })
  if (made.status !== 201) throw new Error(made.text)
  secret = made.body.secrets[0].secret
  const assigned = await send('POST', '/v1/customer-seats', {
    body: { subscription_id: 'sub_1', email: 'ada@example.com', metadata: { team: 'core' } },
  })
  await send('POST', `/v1/customer-seats/claim/${assigned.body.invitation_token}`, { token: 'cst_ada' })
  await send('DELETE', `/v1/customer-seats/${assigned.body.id}`)
  arrived = await receiver.until(3)
})
afterAll(async () => {
  await served.end()
  await receiver.stop()
})

const headersOf = ({ headers }: Arrived): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]))

describe('validateEvent of the official client', () => {
  test('accepts assigned, claimed and revoked as they are sent, and reads the seat', () => {
    const events = arrived.map((one) => validateEvent(one.body, headersOf(one), secret))
    expect(events).toMatchObject([
      {
        type: 'customer_seat.assigned',
        timestamp: expect.any(Date),
        data: {
          status: 'pending',
          email: 'ada@example.com',
          subscriptionId: 'sub_1',
          seatMetadata: { team: 'core' },
        },
      },
      { type: 'customer_seat.claimed', data: { status: 'claimed', claimedAt: expect.any(Date) } },
      { type: 'customer_seat.revoked', data: { status: 'revoked', revokedAt: expect.any(Date) } },
    ])
  })

  test('refuses a changed body, another id, and another secret', () => {
    for (const one of arrived) {
      const headers = headersOf(one)
      const changed = one.body.replace('ada@', 'eve@')
      expect(changed).not.toBe(one.body)
      expect(() => validateEvent(changed, headers, secret)).toThrow(WebhookVerificationError)
      const other = { ...headers, 'webhook-id': 'msg_other' }
      expect(() => validateEvent(one.body, other, secret)).toThrow(WebhookVerificationError)
      expect(() => validateEvent(one.body, headers, `${secret}x`)).toThrow(WebhookVerificationError)
    }
  })

  test('drops what the reference does not have, which is in the body all the same', () => {
    const [, , revoked] = arrived
    expect(JSON.parse(revoked?.body ?? '')).toMatchObject({
      sequence: 3,
      event_id: expect.any(String),
      actor: { kind: 'organization' },
      reason: null,
      cause: 'revoked',
      holder: { customer_id: 'cus_ada' },
    })
    expect(
      validateEvent(
        revoked?.body ?? '',
        headersOf(revoked ?? arrived[0] ?? { headers: {}, body: '' }),
        secret,
      ),
    ).not.toHaveProperty('sequence')
  })
})
