import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Got, openPool, type Served, serve } from './support/world.js'

let served: Served
let pools = 0

beforeAll(async () => {
  served = await serve()
})
afterAll(() => served.end())

/** A pool of its own for each test. */
const pool = async (capacity = 3): Promise<string> => {
  pools += 1
  const id = `sub_${pools}`
  await openPool(served.send, id, capacity)
  return id
}

const assign = (subscription_id: string, email: string, more: object = {}): Promise<Got> =>
  served.send('POST', '/v1/customer-seats', { body: { subscription_id, email, ...more } })

const KEYS = [
  'claimed_at',
  'claimed_by_customer_id',
  'created_at',
  'customer_email',
  'customer_id',
  'email',
  'id',
  'invitation_token',
  'invitation_token_expires_at',
  'member',
  'member_id',
  'modified_at',
  'order_id',
  'revoked_at',
  'seat_metadata',
  'status',
  'subscription_id',
]

describe('assigning', () => {
  test('answers the pending seat with every key of both shapes', async () => {
    const id = await pool()
    const { status, body, headers } = await assign(id, 'Ada@Example.com', { customer_id: 'cus_owner' })
    expect(status).toBe(200)
    expect(Object.keys(body).sort()).toEqual(KEYS)
    expect(body).toMatchObject({
      customer_id: 'cus_owner',
      subscription_id: id,
      order_id: null,
      email: 'Ada@Example.com',
      customer_email: 'Ada@Example.com',
      status: 'pending',
      created_at: '2026-03-03T09:00:00.000Z',
      modified_at: null,
      invitation_token_expires_at: '2026-03-04T09:00:00.000Z',
      claimed_at: null,
      claimed_by_customer_id: null,
      revoked_at: null,
      member: null,
      member_id: null,
      seat_metadata: {},
    })
    expect(body.id).toMatch(new RegExp(`^${id}\\.[\\w-]{21}$`))
    expect(body.invitation_token).toContain(body.id)
    expect(headers.get('etag')).toBe('"1"')
  })

  test('works on orders too', async () => {
    await openPool(served.send, 'order_1', 2, { kind: 'order' })
    const { body } = await served.send('POST', '/v1/customer-seats', {
      body: { order_id: 'order_1', subscription_id: null, email: 'ada@example.com' },
    })
    expect(body).toMatchObject({ order_id: 'order_1', subscription_id: null })
  })

  test('keeps metadata, and stores null as an empty object', async () => {
    const id = await pool()
    const metadata = { team: 'core', nested: [1, { a: null }], ключ: 'значение' }
    expect((await assign(id, 'a@example.com', { metadata })).body.seat_metadata).toEqual(metadata)
    expect((await assign(id, 'b@example.com', { metadata: null })).body.seat_metadata).toEqual({})
  })

  test('claims at once for the customer of the address where that is asked for', async () => {
    const id = await pool()
    const { body } = await assign(id, 'ada@example.com', { immediate_claim: true })
    expect(body).toMatchObject({
      status: 'claimed',
      claimed_by_customer_id: 'cus_ada',
      claimed_at: '2026-03-03T09:00:00.000Z',
      invitation_token: null,
      invitation_token_expires_at: null,
    })
  })

  test('shows the member that the caller named', async () => {
    const id = await pool()
    const { body } = await assign(id, 'a@example.com', { member_id: 'mem_1', external_member_id: 'hr-7' })
    expect(body.member_id).toBe('mem_1')
    expect(body.member).toMatchObject({ id: 'mem_1', external_id: 'hr-7', email: 'a@example.com' })
  })

  test('says SeatNotAvailable on a full pool, and SeatAlreadyAssigned before it', async () => {
    const id = await pool(1)
    await assign(id, 'ada@example.com')
    const again = await assign(id, ' ADA@example.com ')
    expect([again.status, again.body.error]).toEqual([400, 'SeatAlreadyAssigned'])
    const full = await assign(id, 'grace@example.com')
    expect([full.status, full.body.error]).toEqual([400, 'SeatNotAvailable'])
  })

  test('says SeatNotAvailable on a closed pool', async () => {
    const id = await pool()
    await served.send('DELETE', `/v1/seat-pools/${id}`)
    const { status, body } = await assign(id, 'ada@example.com')
    expect([status, body.error]).toEqual([400, 'SeatNotAvailable'])
  })

  test('says which subscription or order is not there', async () => {
    const missing = await assign('sub_none', 'ada@example.com')
    expect(missing.body).toEqual({ error: 'ResourceNotFound', detail: 'Subscription not found' })
    const order = await served.send('POST', '/v1/customer-seats', {
      body: { order_id: 'order_none', email: 'ada@example.com' },
    })
    expect([order.status, order.body.detail]).toEqual([404, 'Order not found'])
  })

  test('refuses an owner who is not the owner of the pool', async () => {
    const id = await pool()
    const { status, body } = await assign(id, 'ada@example.com', { customer_id: 'cus_other' })
    expect(status).toBe(422)
    expect(body.detail[0]).toMatchObject({ loc: ['body', 'customer_id'], input: 'cus_other' })
  })

  test('lists every fault of a malformed request', async () => {
    const { status, body } = await served.send(
      'POST',
      '/v1/customer-seats?page=1&page=2&organization_id=org_a',
      {
        body: {
          subscription_id: 'sub_1',
          order_id: 'order_1',
          email: 'not an address',
          metadata: { big: 'x'.repeat(2000) },
          immediate_claim: 'yes',
          member_id: 7,
        },
        headers: { 'idempotency-key': 'has spaces in it' },
      },
    )
    expect(status).toBe(422)
    expect(body.error).toBe('RequestValidationError')
    expect(body.detail.map((fault: { loc: unknown }) => fault.loc)).toEqual([
      ['query', 'page'],
      ['body', 'email'],
      ['body', 'member_id'],
      ['body', 'metadata'],
      ['body', 'immediate_claim'],
      ['body'],
      ['header', 'idempotency-key'],
    ])
    expect(body.detail[1]).toEqual({
      type: 'value_error',
      loc: ['body', 'email'],
      msg: 'must be an address such as ada@example.com',
      input: 'not an address',
    })
  })

  test('says which field is missing', async () => {
    const { body } = await served.send('POST', '/v1/customer-seats', { body: { subscription_id: 'sub_1' } })
    expect(body.detail).toEqual([
      { type: 'missing', loc: ['body', 'email'], msg: 'is required', input: null },
    ])
  })

  test.each([
    ['11 keys', Object.fromEntries(Array.from({ length: 11 }, (_, i) => [`k${i}`, 1]))],
    ['more than 1 KB', { text: 'ä'.repeat(510) }],
    ['a key __proto__', JSON.parse('{"__proto__": {"admin": true}}')],
    ['a list', [1]],
  ])('refuses metadata with %s', async (_, metadata) => {
    const { status, body } = await assign('sub_1', 'meta@example.com', { metadata })
    expect([status, body.detail[0].loc]).toEqual([422, ['body', 'metadata']])
  })
})

describe('revoking', () => {
  test('ends the seat, and again answers the same and changes nothing', async () => {
    const id = await pool()
    const seat = (await assign(id, 'ada@example.com')).body
    const first = await served.send('DELETE', `/v1/customer-seats/${seat.id}`)
    expect(first.status).toBe(200)
    expect(first.body).toMatchObject({
      id: seat.id,
      status: 'revoked',
      invitation_token: null,
      invitation_token_expires_at: null,
      revoked_at: '2026-03-03T09:00:00.000Z',
    })
    const second = await served.send('DELETE', `/v1/customer-seats/${seat.id}`)
    expect(second.body).toEqual(first.body)
    expect(second.headers.get('etag')).toBe('"2"')
  })

  test('gives the place to a new seat with a new id', async () => {
    const id = await pool(1)
    const seat = (await assign(id, 'ada@example.com')).body
    await served.send('DELETE', `/v1/customer-seats/${seat.id}`)
    const next = await assign(id, 'ada@example.com')
    expect(next.status).toBe(200)
    expect(next.body.id).not.toBe(seat.id)
  })

  test.each([
    ['an unknown seat', 'sub_1.V1StGXR8_Z5jdHi6B-myT'],
    ['a UUID', '0b8f3a52-96a5-4f0a-9d7e-0f0f3c2f8f11'],
    ['malformed percent-encoding', '%E0%A4%A'],
    ['an encoded slash', 'a%2Fb'],
    ['NUL', 'a%00b'],
  ])('answers 404 for %s', async (_, seatId) => {
    const { status, body } = await served.send('DELETE', `/v1/customer-seats/${seatId}`)
    expect([status, body]).toEqual([404, { error: 'ResourceNotFound', detail: 'Seat not found' }])
  })
})

describe('resending', () => {
  test('makes a new invitation with a fresh expiry and kills the old one', async () => {
    const id = await pool()
    const seat = (await assign(id, 'ada@example.com')).body
    served.clock.advance(60_000)
    const { status, body } = await served.send('POST', `/v1/customer-seats/${seat.id}/resend`)
    expect(status).toBe(200)
    expect(body.invitation_token).not.toBe(seat.invitation_token)
    expect(Date.parse(body.invitation_token_expires_at)).toBe(served.clock.now() + 86_400_000)
    const claim = (token: string) => served.send('GET', `/v1/customer-seats/claim/${token}`, { token: null })
    expect((await claim(seat.invitation_token)).status).toBe(404)
    expect((await claim(body.invitation_token)).status).toBe(200)
  })

  test('says SeatNotPending on a claimed and on a revoked seat', async () => {
    const id = await pool()
    const claimed = (await assign(id, 'ada@example.com', { immediate_claim: true })).body
    const resend = () => served.send('POST', `/v1/customer-seats/${claimed.id}/resend`)
    expect((await resend()).body.error).toBe('SeatNotPending')
    await served.send('DELETE', `/v1/customer-seats/${claimed.id}`)
    const { status, body } = await resend()
    expect([status, body.error]).toEqual([400, 'SeatNotPending'])
  })

  test('is capped, and says in how many seconds the next is free', async () => {
    const id = await pool()
    const seat = (await assign(id, 'ada@example.com')).body
    const resend = () => served.send('POST', `/v1/customer-seats/${seat.id}/resend`)
    for (let i = 0; i < 5; i++) expect((await resend()).status).toBe(200)
    served.clock.advance(600_000)
    const { status, body, headers } = await resend()
    expect([status, body.error, headers.get('retry-after')]).toEqual([429, 'TooManyRequests', '3000'])
    served.clock.advance(3_000_000)
    expect((await resend()).status).toBe(200)
  })
})

describe('reassigning', () => {
  test('answers the new seat; the old one is revoked', async () => {
    const id = await pool(1)
    const seat = (await assign(id, 'ada@example.com')).body
    const { status, body } = await served.send('POST', `/v1/customer-seats/${seat.id}/reassign`, {
      body: { email: 'grace@example.com' },
    })
    expect([status, body.email, body.status]).toEqual([200, 'grace@example.com', 'pending'])
    expect(body.id).not.toBe(seat.id)
    expect((await served.send('GET', `/v1/customer-seats/${seat.id}`)).body.status).toBe('revoked')
  })

  test('says SeatNotLive for a seat that was revoked', async () => {
    const id = await pool()
    const seat = (await assign(id, 'ada@example.com')).body
    await served.send('DELETE', `/v1/customer-seats/${seat.id}`)
    const { status, body } = await served.send('POST', `/v1/customer-seats/${seat.id}/reassign`, {
      body: { email: 'grace@example.com' },
    })
    expect([status, body.error]).toEqual([400, 'SeatNotLive'])
  })
})

describe('reading a seat', () => {
  test('shows the token only to who may write, and only while the seat is pending', async () => {
    const id = await pool()
    const seat = (await assign(id, 'ada@example.com')).body
    const read = (token: string) => served.send('GET', `/v1/customer-seats/${seat.id}`, { token })
    expect((await read('oat_a')).body.invitation_token).toBe(seat.invitation_token)
    const { body, text } = await read('oat_a_read')
    expect(Object.keys(body).sort()).toEqual(KEYS)
    expect(text).not.toContain(seat.invitation_token)
    await served.send('DELETE', `/v1/customer-seats/${seat.id}`)
    expect((await read('oat_a')).body.invitation_token).toBeNull()
  })

  test('answers 304 to who has this revision', async () => {
    const id = await pool()
    const seat = await assign(id, 'ada@example.com')
    const etag = seat.headers.get('etag') ?? ''
    const again = () =>
      served.send('GET', `/v1/customer-seats/${seat.body.id}`, {
        headers: { 'if-none-match': `W/"0", ${etag}` },
      })
    expect([(await again()).status, (await again()).text]).toEqual([304, ''])
    await assign(id, 'grace@example.com')
    expect((await again()).status).toBe(200)
  })
})

describe('listing', () => {
  const list = (query: string, token = 'oat_a') =>
    served.send('GET', `/v1/customer-seats?${query}`, { token })
  const emails = (seats: readonly { email: string }[]) => seats.map(({ email }) => email)

  const filled = async (count: number, capacity = count + 2): Promise<string> => {
    const id = await pool(capacity)
    const seats = Array.from({ length: count }, (_, i) => ({ email: `p${i}@example.com` }))
    await served.send('POST', '/v1/customer-seats/bulk', {
      body: { subscription_id: id, mode: 'atomic', seats },
    })
    return id
  }

  test('answers the first page as items and the whole pool as seats', async () => {
    const id = await filled(12)
    const { status, body, headers } = await list(`subscription_id=${id}`)
    expect(status).toBe(200)
    expect(body.items).toHaveLength(10)
    expect(body.seats).toHaveLength(12)
    expect(body.pagination).toEqual({ total_count: 12, max_page: 2 })
    expect([body.available_seats, body.total_seats]).toEqual([2, 14])
    expect(headers.get('etag')).toBe('"12"')
  })

  test('with page or limit, seats are the page', async () => {
    const id = await filled(12)
    const second = (await list(`subscription_id=${id}&page=2`)).body
    expect(second.items).toHaveLength(2)
    expect(second.seats).toEqual(second.items)
    const all = (await list(`subscription_id=${id}`)).body.seats
    const one = (await list(`subscription_id=${id}&limit=1&page=12`)).body
    expect(one.items).toEqual([all[11]])
    expect(one.pagination).toEqual({ total_count: 12, max_page: 12 })
  })

  test('a page beyond the end is empty with the true totals', async () => {
    const id = await filled(3)
    const { status, body } = await list(`subscription_id=${id}&page=9&limit=2`)
    expect([status, body.items, body.seats, body.pagination]).toEqual([
      200,
      [],
      [],
      { total_count: 3, max_page: 2 },
    ])
    expect(body.total_seats).toBe(5)
  })

  test('a pool of more than 100 seats is listed whole, oldest first, each seat once', async () => {
    const id = await filled(250)
    const { seats } = (await list(`subscription_id=${id}`)).body
    const keys = seats.map((seat: { created_at: string; id: string }) => `${seat.created_at} ${seat.id}`)
    expect(new Set(keys).size).toBe(250)
    expect(keys).toEqual([...keys].sort())
  })

  test('filters by status; expired are pending ones with a dead invitation', async () => {
    const id = await pool(5)
    await assign(id, 'old@example.com')
    served.clock.advance(86_400_000)
    await assign(id, 'new@example.com')
    await assign(id, 'ada@example.com', { immediate_claim: true })
    const gone = (await assign(id, 'gone@example.com')).body
    await served.send('DELETE', `/v1/customer-seats/${gone.id}`)
    const of = async (status: string) =>
      emails((await list(`subscription_id=${id}&status=${status}`)).body.seats)
    expect(await of('pending')).toEqual(['old@example.com', 'new@example.com'])
    expect(await of('expired')).toEqual(['old@example.com'])
    expect(await of('claimed')).toEqual(['ada@example.com'])
    expect(await of('revoked')).toEqual(['gone@example.com'])
    expect((await list(`subscription_id=${id}&status=lost`)).status).toBe(422)
  })

  test('by customer spans the pools of that owner and sums their figures', async () => {
    for (const id of ['sum_1', 'sum_2']) {
      await openPool(served.send, id, 3, { owner: 'cus_two_pools' })
      await assign(id, `${id}@example.com`)
    }
    const { body, headers } = await list('customer_id=cus_two_pools')
    expect(emails(body.items)).toEqual(['sum_1@example.com', 'sum_2@example.com'])
    expect([body.available_seats, body.total_seats]).toEqual([4, 6])
    expect(headers.get('etag')).toBeNull()
    expect((await list('customer_id=cus_nobody')).body).toMatchObject({
      items: [],
      seats: [],
      total_seats: 0,
    })
    expect((await list('subscription_id=sum_1&customer_id=cus_other')).body.pagination.total_count).toBe(0)
    expect((await list('subscription_id=sum_1&customer_id=cus_two_pools')).body.items).toHaveLength(1)
  })

  test('needs to know whose seats', async () => {
    const { status, body } = await list('status=pending')
    expect([status, body.error]).toEqual([400, 'BadRequest'])
  })

  test.each(['limit=0', 'limit=101', 'page=0', 'page=-1', 'page=x', 'page=1.5', 'limit=', 'page=1&page=2'])(
    'refuses %s',
    async (query) => {
      const { status, body } = await list(`subscription_id=sub_1&${query}`)
      expect([status, body.detail[0].loc]).toEqual([422, ['query', query.split('=')[0]]])
    },
  )

  test('shows tokens only to who may write', async () => {
    const id = await pool()
    const seat = (await assign(id, 'ada@example.com')).body
    expect((await list(`subscription_id=${id}`)).body.items[0].invitation_token).toBe(seat.invitation_token)
    expect((await list(`subscription_id=${id}`, 'oat_a_read')).text).not.toContain(seat.invitation_token)
  })

  test('answers 304 to who has this revision', async () => {
    const id = await filled(2)
    const known = (await list(`subscription_id=${id}`)).headers.get('etag') ?? ''
    const again = () =>
      served.send('GET', `/v1/customer-seats?subscription_id=${id}`, { headers: { 'if-none-match': known } })
    expect((await again()).status).toBe(304)
    await assign(id, 'ada@example.com')
    expect((await again()).status).toBe(200)
  })
})

describe('usage', () => {
  const usage = (query: string) => served.send('GET', `/v1/customer-seats/usage?${query}`)

  test('counts the seats of a pool, with its ids', async () => {
    const id = await pool(5)
    await assign(id, 'old@example.com')
    served.clock.advance(86_400_000)
    const gone = (await assign(id, 'gone@example.com')).body
    await assign(id, 'ada@example.com', { immediate_claim: true })
    await served.send('DELETE', `/v1/customer-seats/${gone.id}`)
    const { status, body, headers } = await usage(`subscription_id=${id}`)
    expect(status).toBe(200)
    expect(body).toEqual({
      pool_id: id,
      organization_id: 'org_a',
      customer_id: 'cus_owner',
      subscription_id: id,
      order_id: null,
      capacity: 5,
      pending: 1,
      claimed: 1,
      expired: 1,
      available: 3,
      utilization: 0.4,
      high_water_mark: 3,
    })
    expect(headers.get('etag')).toBe('"5"')
  })

  test('counts all pools of an owner', async () => {
    await openPool(served.send, 'own_1', 4, { owner: 'cus_usage' })
    await openPool(served.send, 'own_2', 4, { owner: 'cus_usage' })
    await assign('own_2', 'ada@example.com')
    expect((await usage('customer_id=cus_usage')).body).toMatchObject({
      pool_id: null,
      customer_id: 'cus_usage',
      capacity: 8,
      pending: 1,
      available: 7,
    })
  })

  test('needs to know whose usage, and a pool that is there', async () => {
    expect((await usage('')).body.error).toBe('BadRequest')
    expect((await usage('subscription_id=none')).status).toBe(404)
  })
})
