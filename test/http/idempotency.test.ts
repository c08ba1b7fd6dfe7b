import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openPool, type Sent, type Served, serve } from './support/world.js'

let served: Served
let pools = 0

beforeAll(async () => {
  served = await serve()
})
afterAll(() => served.end())

const pool = async (token = 'oat_a'): Promise<string> => {
  const id = `sub_${++pools}`
  await openPool(served.send, id, 5, { token })
  return id
}
const keyed = (method: string, path: string, key: string, sent: Sent = {}) =>
  served.send(method, path, { ...sent, headers: { 'idempotency-key': key } })
const assign = (id: string, email: string, key: string, token = 'oat_a', path = '/v1/customer-seats') =>
  keyed('POST', path, key, { token, body: { subscription_id: id, email } })

describe('the same key with the same body', () => {
  test('gets the first answer again, on every write, whatever happened since', async () => {
    const id = await pool()
    const first = await assign(id, 'ada@example.com', 'assign')
    const seat = `/v1/customer-seats/${first.body.id}`
    const resent = await keyed('POST', `${seat}/resend`, 'resend')
    const claim = `/v1/customer-seats/claim/${resent.body.invitation_token}`
    const claimed = await keyed('POST', claim, 'claim', { token: 'cst_ada' })
    const body = { email: 'grace@example.com' }
    const reassigned = await keyed('POST', `${seat}/reassign`, 'reassign', { body })
    const next = `/v1/customer-seats/${reassigned.body.id}`
    const revoked = await keyed('DELETE', next, 'revoke')
    const closed = await keyed('DELETE', `/v1/seat-pools/${id}`, 'close')
    const again = [
      [first, await assign(id, 'ada@example.com', 'assign')],
      [resent, await keyed('POST', `${seat}/resend`, 'resend')],
      [claimed, await keyed('POST', claim, 'claim', { token: 'cst_ada' })],
      [reassigned, await keyed('POST', `${seat}/reassign`, 'reassign', { body })],
      [revoked, await keyed('DELETE', next, 'revoke')],
      [closed, await keyed('DELETE', `/v1/seat-pools/${id}`, 'close')],
    ] as const
    for (const [before, after] of again) {
      expect(before.status).toBe(200)
      expect([after.status, after.body, after.headers.get('etag')]).toEqual([
        before.status,
        before.body,
        before.headers.get('etag'),
      ])
    }
  })

  test('sent twenty times at once takes one seat', async () => {
    const id = await pool()
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => assign(id, 'ada@example.com', 'at-once')),
    )
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1)
    expect((await served.send('GET', `/v1/seat-pools/${id}`)).body.live_seats).toBe(1)
  })

  test('of 255 characters works as well', async () => {
    const id = await pool()
    const first = await assign(id, 'ada@example.com', 'k'.repeat(255))
    expect((await assign(id, 'ada@example.com', 'k'.repeat(255))).body).toEqual(first.body)
    expect((await assign(id, 'grace@example.com', 'k'.repeat(255))).body.error).toBe('IdempotencyKeyReused')
    expect((await assign(id, 'grace@example.com', `${'k'.repeat(254)}j`)).status).toBe(200)
  })
})

describe('the same key', () => {
  test('with another body, or for another operation, is refused', async () => {
    const id = await pool()
    const { body } = await assign(id, 'ada@example.com', 'once')
    const other = await assign(id, 'grace@example.com', 'once')
    expect([other.status, other.body.error]).toEqual([422, 'IdempotencyKeyReused'])
    expect((await keyed('DELETE', `/v1/customer-seats/${body.id}`, 'once')).body.error).toBe(
      'IdempotencyKeyReused',
    )
  })

  test('of another caller is another key', async () => {
    const id = await pool()
    await assign(id, 'ada@example.com', 'shared')
    const owner = await assign(id, 'grace@example.com', 'shared', 'cst_owner', '/v1/customer-portal/seats')
    const person = await assign(id, 'eve@example.com', 'shared', 'pat_ab')
    expect([owner.status, person.status]).toEqual([200, 200])
  })

  test('in another organization is another key', async () => {
    const [ours, theirs] = [await pool(), await pool('oat_b')]
    const first = await assign(ours, 'ada@example.com', 'tenant')
    const second = await assign(theirs, 'grace@example.com', 'tenant', 'oat_b')
    expect([first.status, second.status]).toEqual([200, 200])
  })

  test('for another pool is another command there', async () => {
    const [one, two] = [await pool(), await pool()]
    const answers = [await assign(one, 'ada@example.com', 'k'), await assign(two, 'ada@example.com', 'k')]
    expect(answers.map(({ body }) => body.subscription_id)).toEqual([one, two])
  })

  test('after a refusal is decided again, as nothing was written', async () => {
    const id = `sub_${++pools}`
    await openPool(served.send, id, 0)
    expect((await assign(id, 'ada@example.com', 'retry')).body.error).toBe('SeatNotAvailable')
    const body = {
      source: { kind: 'subscription', id },
      customer_id: 'cus_owner',
      product: { id: 'prod_1', name: 'Team Pro' },
      capacity: 1,
    }
    await served.send('PUT', `/v1/seat-pools/${id}`, { body })
    expect((await assign(id, 'ada@example.com', 'retry')).status).toBe(200)
  })
})
