import { request as plainRequest } from 'node:http'
import type { EventStore } from '@seat-ledger/core'
import { faultyEventStore } from '@seat-ledger/testing'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import {
  type Got,
  openPool,
  type Sent,
  type Served,
  sendTo,
  serve,
  staffToken,
  world,
} from './support/world.js'

const HOUR = 3_600_000
const LINES = { accept: 'application/x-ndjson' }

let served: Served
const seats: Record<string, string> = {}

const ask = (path: string, sent: Sent = {}): Promise<Got> =>
  served.send('GET', `/v1/seat-audit/${path}`, { token: 'oat_a_audit', ...sent })

const assign = async (email: string, subscription_id = 'sub_1'): Promise<string> => {
  const { body } = await served.send('POST', '/v1/customer-seats', { body: { subscription_id, email } })
  seats[email] = body.id
  return body.invitation_token
}

/** 09:00 two pools · 10:00 Ada invited · 11:00 Ada claims, Grace invited · 12:00 Ada revoked · 13:00 Ada in the second pool. */
beforeAll(async () => {
  served = await serve()
  await openPool(served.send, 'sub_1', 2)
  await openPool(served.send, 'sub_2', 4)
  served.clock.advance(HOUR)
  const token = await assign('ada@example.com')
  served.clock.advance(HOUR)
  await served.send('POST', `/v1/customer-seats/claim/${token}`, { token: 'cst_ada' })
  await assign('grace@example.com')
  served.clock.advance(HOUR)
  await served.send('DELETE', `/v1/customer-seats/${seats['ada@example.com']}`)
  served.clock.advance(HOUR)
  const first = seats['ada@example.com']
  await assign('ADA@example.com', 'sub_2')
  seats['ada@example.com'] = first ?? ''
})
afterAll(() => served.end())

const at = (hour: number): string => `2026-03-03T${hour}:00:00Z`
const types = ({ body }: Got): readonly string[] => body.items.map((item: { type: string }) => item.type)

describe('the events of an organization', () => {
  test('are all of them, oldest first, with who did what to which seat', async () => {
    const got = await ask('events')
    expect(types(got)).toEqual([
      'PoolOpened',
      'PoolOpened',
      'Assigned',
      'Claimed',
      'Assigned',
      'Revoked',
      'Assigned',
    ])
    expect(got.body).toMatchObject({ next_cursor: null, unreadable_events: 0 })
    expect(got.body.items[3]).toMatchObject({
      at: '2026-03-03T11:00:00.000Z',
      pool_id: 'sub_1',
      seat_id: seats['ada@example.com'],
      actor: { kind: 'customer', id: 'cus_ada' },
      data: { holder: { customerId: 'cus_ada' } },
    })
    expect(got.text).not.toMatch(/token/)
  })

  test('are narrowed by type, time, actor and pool, and by all of them at once', async () => {
    expect(types(await ask('events?type=Claimed,Revoked'))).toEqual(['Claimed', 'Revoked'])
    expect(types(await ask(`events?from=${at(11)}&to=${at(12)}`))).toEqual(['Claimed', 'Assigned'])
    expect(types(await ask('events?actor_id=cus_ada'))).toEqual(['Claimed'])
    expect(types(await ask('events?actor_id=cus_ada&actor_kind=user'))).toEqual([])
    expect(types(await ask('events?pool_id=sub_2'))).toEqual(['PoolOpened', 'Assigned'])
    expect(types(await ask(`events?pool_id=sub_1&type=Assigned&from=${at(11)}`))).toEqual(['Assigned'])
  })

  test('come in pages of any length, and the last one says so', async () => {
    const whole = (await ask('events')).body.items
    for (const path of ['events?', 'events?pool_id=sub_1&']) {
      const wanted =
        path === 'events?' ? whole : whole.filter((item: { pool_id: string }) => item.pool_id === 'sub_1')
      const found = []
      let cursor: string | null = ''
      while (cursor !== null) {
        const got: Got = await ask(`${path}limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`)
        found.push(...got.body.items)
        cursor = got.body.next_cursor
      }
      expect(found).toEqual(wanted)
    }
  })

  test('have cursors that say nothing of the log, and are good for their organization and question only', async () => {
    const { next_cursor: cursor } = (await ask('events?limit=2')).body
    expect(cursor).toMatch(/^[\w-]+\.[\w-]{44}$/)
    const b = [staffToken('audit_b', 'org_b', ['seat_audit:read'])]
    const other = await world({
      tokens: b,
      platform: (own) => ({ ...own, invitationKeys: served.platform.invitationKeys }),
    })
    const from = cursor.indexOf('.') + 1
    const broken = [...cursor.slice(from)].flatMap((letter, index) =>
      ['A', 'B', 'k', '_']
        .filter((other) => other !== letter)
        .map((other) => `${cursor.slice(0, from + index)}${other}${cursor.slice(from + index + 1)}`),
    )
    const answers = await Promise.all([
      ...broken.map((one) => ask(`events?cursor=${one}`)),
      ask('events?cursor=p3'),
      ask(`events?pool_id=sub_1&cursor=${cursor}`),
      sendTo(other)('GET', `/v1/seat-audit/events?cursor=${cursor}`, { token: 'audit_b' }),
    ])
    for (const got of answers) {
      expect([got.status, got.body.detail[0]?.loc]).toEqual([422, ['query', 'cursor']])
    }
    await other.end()
  })

  test('come as lines for who wants them, and the last line says that nothing is missing', async () => {
    const got = await ask('events?limit=1', { headers: LINES })
    expect(got.headers.get('content-type')).toBe('application/x-ndjson')
    expect(got.body).toEqual([
      ...(await ask('events')).body.items,
      { next_cursor: null, unreadable_events: 0 },
    ])
  })
})

describe('the history of a seat', () => {
  test('is every event of it, and of an unknown one there is none', async () => {
    const id = seats['ada@example.com']
    expect(types(await ask(`seats/${id}/history`))).toEqual(['Assigned', 'Claimed', 'Revoked'])
    expect(types(await ask(`seats/${id}/history?type=Claimed`))).toEqual(['Claimed'])
    expect(types(await ask(`seats/${id}/history?from=2027-01-01`))).toEqual([])
    for (const unknown of ['sub_1.none', 'none.none', 'none'])
      expect(await ask(`seats/${unknown}/history`)).toMatchObject({
        status: 404,
        body: { error: 'ResourceNotFound', detail: 'Seat not found' },
      })
  })
})

describe('a person', () => {
  test('is found by address and by customer id, in all pools, seat by seat', async () => {
    const byEmail = await ask('people?email=Ada%40Example.com')
    expect(types(byEmail)).toEqual(['Assigned', 'Claimed', 'Revoked', 'Assigned'])
    expect(new Set(byEmail.body.items.map((item: { pool_id: string }) => item.pool_id)).size).toBe(2)
    expect(types(await ask('people?customer_id=cus_ada'))).toEqual(['Assigned', 'Claimed', 'Revoked'])
    expect(types(await ask('people?email=nobody%40example.com'))).toEqual([])
    const first = await ask('people?email=ada%40example.com&limit=1')
    expect(types(first)).toEqual(['Assigned', 'Claimed', 'Revoked'])
    const rest = await ask(`people?email=ada%40example.com&limit=1&cursor=${first.body.next_cursor}`)
    expect([types(rest), rest.body.next_cursor]).toEqual([['Assigned'], null])
  })
})

describe('a pool as of a moment', () => {
  test('has what took effect at it, and not what came after it or had ended by then', async () => {
    const seatsAt = async (query: string): Promise<readonly string[]> =>
      (await ask(`pools/sub_1/as-of?${query}`)).body.seats.map(
        (seat: { status: string; email: string }) => `${seat.status} ${seat.email}`,
      )
    expect(await seatsAt('at=2026-03-03T09:59:59.999Z')).toEqual([])
    expect(await seatsAt(`at=${at(10)}`)).toEqual(['pending ada@example.com'])
    expect(await seatsAt('at=2026-03-03T11:59:59.999Z')).toEqual([
      'claimed ada@example.com',
      'pending grace@example.com',
    ])
    expect(await seatsAt(`at=${at(12)}`)).toEqual(['pending grace@example.com'])
    expect(await seatsAt(`at=${at(12)}&seats=all`)).toHaveLength(2)
    expect(await seatsAt('revision=2')).toEqual(['claimed ada@example.com'])
    expect(await seatsAt('')).toEqual(['pending grace@example.com'])
    expect(await seatsAt(`at=${at(12)}&seat_id=${seats['ada@example.com']}`)).toEqual([
      'revoked ada@example.com',
    ])
    expect((await ask(`pools/sub_1/as-of?at=${at(11)}`)).body).toMatchObject({
      revision: 3,
      at: '2026-03-03T11:00:00.000Z',
      pool: { id: 'sub_1', capacity: 2, live_seats: 2, available_seats: 0 },
      usage: { claimed: 1, pending: 1, utilization: 1 },
      high_water_mark: 2,
    })
    expect((await ask('pools/sub_1/as-of?at=2026-03-02')).body).toMatchObject({
      revision: -1,
      pool: null,
      seats: [],
    })
  })

  test('differs from another moment by the seats that changed in between', async () => {
    const { body } = await ask(`pools/sub_1/changes?since=${at(10)}&at=${at(12)}`)
    expect(body).toMatchObject({
      before: { revision: 1, usage: { pending: 1 } },
      after: { revision: 4, usage: { pending: 1 } },
      changes: [
        { before: { status: 'pending' }, after: { status: 'revoked', revocation_cause: 'revoked' } },
        { before: null, after: { status: 'pending', email: 'grace@example.com' } },
      ],
    })
  })
})

describe('usage over time', () => {
  test('has a row for each period, with seat-days', async () => {
    const { body } = await ask(`pools/sub_1/usage?from=${at(10)}&to=${at(13)}&period=hour`)
    const rows = body.periods.map((one: Record<string, unknown>) => [
      one.from,
      one.seat_days,
      one.claimed,
      one.revoked,
    ])
    expect(rows).toEqual([
      ['2026-03-03T10:00:00.000Z', 1 / 24, 0, 0],
      ['2026-03-03T11:00:00.000Z', 2 / 24, 1, 0],
      ['2026-03-03T12:00:00.000Z', 1 / 24, 0, 1],
    ])
    expect((await ask('pools/sub_1/usage?from=2026-03-01')).body.periods).toHaveLength(3)
  })
})

describe('a request that is wrong', () => {
  test('gets every fault at once', async () => {
    const faults = async (path: string) => {
      const got = await ask(path)
      expect(got.status).toBe(422)
      return got.body.detail.map(({ loc, msg }: { loc: string[]; msg: string }) => `${loc.at(-1)} ${msg}`)
    }
    const time = 'must be a UTC time such as 2026-03-03 or 2026-03-03T09:30:00Z'
    expect(
      await faults(
        'events?from=2026-02-30&to=2026-03-03T09:00:00&type=Claimed,Bought&limit=0&actor_kind=user&pool_id=a.b',
      ),
    ).toEqual([
      'pool_id must be 1 to 64 characters of A-Z, a-z, 0-9, _ and -',
      expect.stringMatching(/^type must be one of/),
      `from ${time}`,
      `to ${time}`,
      'limit must be a whole number from 1 to 1000',
      'query must have actor_id beside actor_kind',
    ])
    expect(await faults('pools/sub_1/as-of?at=noon&revision=-1&seats=some')).toHaveLength(4)
    expect(await faults('pools/sub_1/usage?period=week')).toHaveLength(2)
    expect(await faults('people?email=ada&customer_id=cus')).toHaveLength(2)
    expect(await faults('people')).toEqual(['query must have exactly one of email and customer_id'])
    expect(await faults('pools/sub_1/usage?from=2020-01-01&to=2026-01-01&period=hour')).toHaveLength(1)
    expect(await faults('pools/sub_1/usage?from=2026-01-02&to=2026-01-02')).toHaveLength(1)
    expect(await faults(`pools/sub_1/changes?since=${at(12)}&at=${at(11)}`)).toHaveLength(1)
  })

  test('needs the scope of the audit, which those for seats do not have, and which has none of theirs', async () => {
    for (const token of ['oat_a', 'oat_a_read', 'oat_a_none']) {
      const got = await ask('events', { token })
      expect([got.status, got.body.error]).toEqual([403, 'insufficient_scope'])
      expect(got.headers.get('www-authenticate')).toContain('scope="seat_audit:read"')
    }
    expect((await ask('events', { token: 'cst_owner' })).status).toBe(401)
    expect((await ask('events', { token: null })).status).toBe(401)
    const list = await served.send('GET', '/v1/customer-seats?subscription_id=sub_1', {
      token: 'oat_a_audit',
    })
    expect(list.status).toBe(403)
  })

  test('of a token with several organizations says which, unless a pool or a seat does', async () => {
    const both = ['org_a', 'org_b']
    const subject = {
      kind: 'personal',
      userId: 'usr',
      organizationIds: both,
      scopes: ['seat_audit:read'],
    } as const
    const own = await world({
      tokens: [{ token: 'pat', subject }, staffToken('oat_b', 'org_b')],
    })
    const send = sendTo(own)
    await openPool(send, 'sub_b', 1, { token: 'oat_b' })
    const get = async (path: string) => (await send('GET', `/v1/seat-audit/${path}`, { token: 'pat' })).status
    expect(await get('events')).toBe(400)
    expect(await get('people?customer_id=cus')).toBe(400)
    expect(await get('events?organization_id=org_b')).toBe(200)
    expect(await get('events?organization_id=org_c')).toBe(404)
    expect(await get('events?pool_id=sub_b')).toBe(200)
    expect(await get('pools/sub_b/as-of')).toBe(200)
    expect(await get('pools/sub_b/as-of?organization_id=org_a')).toBe(404)
    await own.end()
  })
})

describe('a long answer', () => {
  /** A world whose log is long, most of it not the caller's. */
  const longWorld = async (store?: (inner: EventStore) => EventStore) => {
    const other = [
      staffToken('oat_b', 'org_b'),
      staffToken('oat_a', 'org_a'),
      staffToken('audit', 'org_a', ['seat_audit:read']),
    ]
    const own = await serve({ tokens: other, ...(store !== undefined && { store }) })
    await openPool(own.send, 'mine', 3)
    const { eventStore } = own.platform
    const stream = 'seat_ledger-org_b.theirs' as Parameters<EventStore['append']>[0]
    const metadata = { actor: { kind: 'system', id: 'test' }, commandId: 'c', correlationId: 'c' }
    const events = Array.from({ length: 45_000 }, (_, index) => ({
      id: `00000000-0000-4000-8000-${`${index}`.padStart(12, '0')}`,
      type: 'CapacityChanged',
      data: { type: 'CapacityChanged', capacity: 1, at: '2026-03-03T09:00:00.000Z' },
      metadata,
    }))
    await eventStore.append(stream, -1, events)
    await openPool(own.send, 'mine_too', 3)
    return own
  }

  test('is found in steps of bounded work, which each hand out a cursor further on', async () => {
    const own = await longWorld()
    const pages = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const got: Got = await own.send(
        'GET',
        `/v1/seat-audit/events${cursor === '' ? '' : `?cursor=${cursor}`}`,
        { token: 'audit' },
      )
      pages.push(got.body.items.map((item: { pool_id: string }) => item.pool_id))
      cursor = got.body.next_cursor
    }
    expect(pages).toEqual([['mine'], [], ['mine_too']])
    const lines = await own.send('GET', '/v1/seat-audit/events', { token: 'audit', headers: LINES })
    expect(lines.body).toHaveLength(3)
    await own.end()
  })

  test('that fails on the way is cut off, so that nobody takes it for whole', async () => {
    const said = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    let broken = false
    const own = await serve({
      tokens: [staffToken('oat_a', 'org_a'), staffToken('audit', 'org_a', ['seat_audit:read'])],
      store: (inner) =>
        faultyEventStore(inner, { read: ({ number }) => (broken && number > 0 ? 'refused' : undefined) }),
    })
    await openPool(own.send, 'mine', 2_000)
    const emails = (from: number) =>
      Array.from({ length: 900 }, (_, index) => ({ email: `u${from + index}@example.com` }))
    for (const from of [0, 900])
      await own.send('POST', '/v1/customer-seats/bulk', {
        body: { subscription_id: 'mine', mode: 'atomic', seats: emails(from) },
      })
    let reads = 0
    const { eventStore } = own.platform
    const read = eventStore.read
    Object.assign(eventStore, {
      read: (...args: Parameters<EventStore['read']>) => {
        reads += 1
        broken = reads > 3
        return read(...args)
      },
    })
    const ended = await new Promise<{ complete: boolean; text: string }>((resolve, reject) => {
      const sent = plainRequest(`${own.url}/v1/seat-audit/events?pool_id=mine`, {
        headers: { authorization: 'Bearer audit', ...LINES },
      })
      sent.on('error', reject)
      sent.on('response', (response) => {
        let text = ''
        response.on('data', (chunk) => {
          text += chunk
        })
        response.on('error', () => undefined)
        response.on('close', () => resolve({ complete: response.complete, text }))
      })
      sent.end()
    })
    expect(ended.text).toContain('"PoolOpened"')
    expect([ended.complete, ended.text.includes('next_cursor')]).toEqual([false, false])
    expect(said).toHaveBeenCalledOnce()
    said.mockRestore()
    await own.end()
  })
})
