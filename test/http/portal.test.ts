import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openPool, type Served, serve } from './support/world.js'

let served: Served
let pools = 0

beforeAll(async () => {
  served = await serve()
})
afterAll(() => served.end())

const pool = async (): Promise<string> => {
  const id = `sub_${++pools}`
  served.clock.advance(1_000)
  await openPool(served.send, id, 5)
  return id
}
const assign = (subscription_id: string, email: string, more: object = {}) =>
  served.send('POST', '/v1/customer-seats', { body: { subscription_id, email, ...more } })
const portal = (method: string, path: string, token: string, body?: unknown) =>
  served.send(method, `/v1/customer-portal/seats${path}`, { token, ...(body === undefined ? {} : { body }) })

describe('the owner of a pool', () => {
  test('assigns, lists, resends and revokes', async () => {
    const id = await pool()
    const assigned = await portal('POST', '', 'cst_owner', { subscription_id: id, email: 'ada@example.com' })
    expect([assigned.status, assigned.body.status]).toEqual([200, 'pending'])
    const list = await portal('GET', `?subscription_id=${id}`, 'cst_owner')
    expect(list.body).toMatchObject({ seats: [assigned.body], available_seats: 4, total_seats: 5 })
    const resent = await portal('POST', `/${assigned.body.id}/resend`, 'cst_owner')
    expect(resent.body.invitation_token).not.toBe(assigned.body.invitation_token)
    const revoked = await portal('DELETE', `/${assigned.body.id}`, 'cst_owner')
    expect([revoked.status, revoked.body.status]).toEqual([200, 'revoked'])
    expect(
      (await portal('GET', `?subscription_id=${id}&status=pending&page=1`, 'cst_owner')).body.items,
    ).toEqual([])
  })

  test('is named in the audit', async () => {
    const id = await pool()
    const { body } = await portal('POST', '', 'cst_owner', { subscription_id: id, email: 'ada@example.com' })
    const history = await served.ledger.seatHistory({ organizationId: 'org_a', seatId: body.id })()
    expect(history).toMatchObject({ right: [{ metadata: { actor: { kind: 'customer', id: 'cus_owner' } } }] })
  })

  test('reads without tokens when the session may not write', async () => {
    const id = await pool()
    const seat = (await assign(id, 'ada@example.com')).body
    const { status, text } = await portal('GET', `?subscription_id=${id}`, 'cst_owner_read')
    expect(status).toBe(200)
    expect(text).not.toContain(seat.invitation_token)
    for (const [method, path, body] of [
      ['POST', '', { subscription_id: id, email: 'b@example.com' }],
      ['DELETE', `/${seat.id}`, undefined],
      ['POST', `/${seat.id}/resend`, undefined],
    ] as const) {
      const refused = await portal(method, path, 'cst_owner_read', body)
      expect([refused.status, refused.body.error]).toEqual([403, 'insufficient_scope'])
    }
  })

  test('gets the same errors as the organization', async () => {
    const id = await pool()
    await assign(id, 'ada@example.com')
    const errors = [
      await portal('POST', '', 'cst_owner', { subscription_id: id, email: 'ada@example.com' }),
      await portal('POST', '', 'cst_owner', { email: 'ada' }),
      await portal('POST', '', 'cst_owner', { subscription_id: 'none', email: 'ada@example.com' }),
      await portal('POST', '', 'cst_owner', {
        subscription_id: id,
        email: 'b@example.com',
        customer_id: 'cus_x',
      }),
      await portal('GET', '', 'cst_owner'),
      await portal('GET', '?order_id=none', 'cst_owner'),
      await portal('DELETE', '/none', 'cst_owner'),
      await portal('POST', '/none.none/resend', 'cst_owner'),
    ]
    expect(errors.map(({ status, body }) => `${status} ${body.error}`)).toEqual([
      '400 SeatAlreadyAssigned',
      '422 RequestValidationError',
      '404 ResourceNotFound',
      '422 RequestValidationError',
      '400 BadRequest',
      '404 ResourceNotFound',
      '404 ResourceNotFound',
      '404 ResourceNotFound',
    ])
  })

  test('cannot claim for somebody else', async () => {
    const id = await pool()
    const body = { subscription_id: id, email: 'ada@example.com', immediate_claim: true }
    expect((await portal('POST', '', 'cst_owner', body)).body.error).toBe('NotPermitted')
  })
})

describe('a holder', () => {
  test('sees their own seats only, and no figures of the pool', async () => {
    const id = await pool()
    const own = (await assign(id, 'ada@example.com', { immediate_claim: true })).body
    await assign(id, 'grace@example.com')
    const { status, body, text } = await portal('GET', `?subscription_id=${id}`, 'cst_ada')
    expect([status, body]).toEqual([
      200,
      {
        items: [own],
        pagination: { total_count: 1, max_page: 1 },
        seats: [own],
        available_seats: 0,
        total_seats: 1,
      },
    ])
    expect(text).not.toContain('grace')
    expect((await portal('GET', `?subscription_id=${id}&status=revoked`, 'cst_ada')).body.items).toEqual([])
    expect((await portal('GET', `?subscription_id=${id}&page=2`, 'cst_ada')).body.items).toEqual([])
  })

  test('may change nothing', async () => {
    const id = await pool()
    const own = (await assign(id, 'ada@example.com', { immediate_claim: true })).body
    const other = (await assign(id, 'grace@example.com')).body
    const answers = [
      await portal('POST', '', 'cst_ada', { subscription_id: id, email: 'x@example.com' }),
      await portal('DELETE', `/${own.id}`, 'cst_ada'),
      await portal('POST', `/${own.id}/resend`, 'cst_ada'),
      await portal('DELETE', `/${other.id}`, 'cst_ada'),
    ]
    expect(answers.map(({ status, body }) => `${status} ${body.error}`)).toEqual([
      '403 NotPermitted',
      '403 NotPermitted',
      '403 NotPermitted',
      '404 ResourceNotFound',
    ])
  })

  test('sees nothing any more once the seat is revoked', async () => {
    const id = await pool()
    const own = (await assign(id, 'ada@example.com', { immediate_claim: true })).body
    await served.send('DELETE', `/v1/customer-seats/${own.id}`)
    expect((await portal('GET', `?subscription_id=${id}`, 'cst_ada')).status).toBe(404)
  })

  test('lists the subscriptions in which they hold a seat now, by page', async () => {
    const ids = [await pool(), await pool(), await pool()]
    const seats = []
    for (const id of ids) seats.push((await assign(id, 'eve@example.com', { immediate_claim: true })).body)
    await served.send('DELETE', `/v1/customer-seats/${seats[1].id}`)
    const { status, body } = await portal('GET', '/subscriptions?limit=1&page=2', 'cst_eve')
    expect(status).toBe(200)
    expect(body.pagination).toEqual({ total_count: 2, max_page: 2 })
    expect(body.items).toMatchObject([
      {
        id: ids[2],
        pool_id: ids[2],
        customer_id: 'cus_owner',
        product: { id: 'prod_1', name: 'Team Pro' },
        seats: null,
      },
    ])
    expect((await portal('GET', '/subscriptions?limit=0', 'cst_eve')).status).toBe(422)
  })
})

describe('anybody else', () => {
  test('of the same organization sees that there is nothing', async () => {
    const id = await pool()
    const seat = (await assign(id, 'grace@example.com')).body
    const answers = [
      await portal('GET', `?subscription_id=${id}`, 'cst_eve'),
      await portal('POST', '', 'cst_eve', { subscription_id: id, email: 'x@example.com' }),
      await portal('DELETE', `/${seat.id}`, 'cst_eve'),
      await portal('POST', `/${seat.id}/resend`, 'cst_eve'),
    ]
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404])
  })

  test('with another kind of token is not let in', async () => {
    for (const token of ['oat_a', 'pat_ab', 'nobody']) {
      for (const path of ['?subscription_id=sub_1', '/subscriptions']) {
        expect((await portal('GET', path, token)).status).toBe(401)
      }
    }
  })
})

test('the facts of the host are part of a held subscription', async () => {
  const host = await serve({
    api: { subscriptionFacts: (pool) => ({ amount: 4_200, currency: 'eur', status: `of ${pool.id}` }) },
  })
  try {
    await openPool(host.send, 'sub_facts', 2)
    await host.send('POST', '/v1/customer-seats', {
      body: { subscription_id: 'sub_facts', email: 'ada@example.com', immediate_claim: true },
    })
    const { body } = await host.send('GET', '/v1/customer-portal/seats/subscriptions', { token: 'cst_ada' })
    expect(body.items[0]).toMatchObject({ amount: 4_200, currency: 'eur', status: 'of sub_facts' })
  } finally {
    await host.end()
  }
})
