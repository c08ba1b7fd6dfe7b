import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openPool, type Served, serve } from './support/world.js'

let served: Served
let pools = 0

beforeAll(async () => {
  served = await serve()
})
afterAll(() => served.end())

const pool = async (capacity: number): Promise<string> => {
  const id = `sub_${++pools}`
  await openPool(served.send, id, capacity)
  return id
}
const bulk = (
  id: string,
  mode: string,
  seats: unknown,
  more: object = {},
  headers: Record<string, string> = {},
) =>
  served.send('POST', '/v1/customer-seats/bulk', {
    body: { subscription_id: id, mode, seats, ...more },
    headers,
  })
const seatsOf = async (id: string) =>
  (await served.send('GET', `/v1/customer-seats?subscription_id=${id}`)).body.seats

/** A good row, a repeated address, a malformed one, one without an address, and one that no longer fits. */
const MIXED = [
  { email: 'ada@example.com', metadata: { team: 'core' } },
  { email: 'ADA@example.com' },
  { email: 'not an address', member_id: 5 },
  'no object',
  { email: 'grace@example.com', immediate_claim: true },
  { email: 'late@example.com' },
]

describe('a partial bulk', () => {
  test('answers a result per row, in order, and writes the good ones', async () => {
    const id = await pool(2)
    const { status, body, headers } = await bulk(id, 'partial', MIXED)
    expect(status).toBe(200)
    expect([body.assigned, body.rejected, body.invalid]).toEqual([2, 2, 2])
    expect(body.results).toMatchObject([
      { index: 0, email: 'ada@example.com', status: 'assigned', error: null, detail: null },
      { index: 1, email: 'ADA@example.com', status: 'rejected', seat: null, error: 'SeatAlreadyAssigned' },
      { index: 2, email: 'not an address', status: 'invalid', seat: null, error: 'RequestValidationError' },
      { index: 3, email: null, status: 'invalid', seat: null },
      { index: 4, status: 'assigned', seat: { status: 'claimed' } },
      { index: 5, status: 'rejected', seat: null, error: 'SeatNotAvailable' },
    ])
    expect(body.results[0].seat).toMatchObject({ status: 'pending', seat_metadata: { team: 'core' } })
    expect(body.results[0].seat.invitation_token).toContain(body.results[0].seat.id)
    expect(body.results[2].detail.map(({ loc }: { loc: unknown }) => loc)).toEqual([
      ['body', 'seats', 2, 'email'],
      ['body', 'seats', 2, 'member_id'],
    ])
    expect(await seatsOf(id)).toEqual([body.results[0].seat, body.results[4].seat].sort(byId))
    expect(headers.get('etag')).toBe('"3"')
  })

  test('repeated with its key gets its first answer', async () => {
    const id = await pool(2)
    const headers = { 'idempotency-key': 'bulk-1' }
    const first = await bulk(id, 'partial', MIXED, {}, headers)
    await served.send('DELETE', `/v1/customer-seats/${first.body.results[0].seat.id}`)
    expect((await bulk(id, 'partial', MIXED, {}, headers)).body).toEqual(first.body)
    expect((await bulk(id, 'partial', MIXED.slice(1), {}, headers)).body.error).toBe('IdempotencyKeyReused')
  })

  test('of a closed pool rejects every row', async () => {
    const id = await pool(2)
    await served.send('DELETE', `/v1/seat-pools/${id}`)
    const { status, body } = await bulk(id, 'partial', [{ email: 'a@example.com' }])
    expect([status, body.results[0].error]).toEqual([200, 'SeatNotAvailable'])
  })
})

describe('an atomic bulk', () => {
  test('writes all rows', async () => {
    const id = await pool(3)
    const { status, body } = await bulk(id, 'atomic', [
      { email: 'a@example.com' },
      { email: 'b@example.com' },
    ])
    expect([status, body.assigned]).toEqual([200, 2])
    expect(await seatsOf(id)).toHaveLength(2)
  })

  test.each([
    ['rejected', MIXED.filter((row) => typeof row === 'object' && row.email !== 'not an address'), 0],
    ['rejected or malformed', MIXED, 2],
    ['malformed', [MIXED[0], MIXED[3]], 1],
  ])(
    'with a row that is %s answers 400 with a result per row and writes nothing',
    async (_, rows, invalid) => {
      const id = await pool(2)
      const { status, body } = await bulk(id, 'atomic', rows)
      expect([status, body.error]).toEqual([400, 'BulkRefused'])
      expect(typeof body.detail).toBe('string')
      expect([body.assigned, body.rejected, body.invalid]).toEqual([0, rows.length - invalid, invalid])
      expect(body.results.map(({ index }: { index: number }) => index)).toEqual(rows.map((_, index) => index))
      expect(body.results[0]).toMatchObject({ status: 'rejected', seat: null, error: 'BulkRefused' })
      expect(await seatsOf(id)).toEqual([])
      expect((await served.send('GET', `/v1/seat-pools/${id}`)).body.revision).toBe(0)
    },
  )
})

describe('a dry run', () => {
  test('answers what would happen and writes nothing', async () => {
    const id = await pool(2)
    const { status, body } = await bulk(id, 'partial', MIXED, { dry_run: true })
    expect(status).toBe(200)
    expect(body.results.map((row: { status: string; seat: unknown }) => [row.status, row.seat])).toEqual([
      ['assigned', null],
      ['rejected', null],
      ['invalid', null],
      ['invalid', null],
      ['assigned', null],
      ['rejected', null],
    ])
    expect([body.assigned, body.rejected, body.invalid]).toEqual([2, 2, 2])
    expect((await bulk(id, 'atomic', MIXED, { dry_run: true })).status).toBe(400)
    expect((await served.send('GET', `/v1/seat-pools/${id}`)).body.revision).toBe(0)
  })
})

describe('the size of a bulk', () => {
  test('is 1 to 1,000 rows', async () => {
    const id = await pool(1_000)
    const rows = Array.from({ length: 1_000 }, (_, i) => ({ email: `p${i}@example.com` }))
    const { status, body } = await bulk(id, 'atomic', rows)
    expect([status, body.assigned]).toEqual([200, 1_000])
    for (const bad of [[], [...rows, { email: 'one@example.com' }], {}, null]) {
      const refused = await bulk(id, 'atomic', bad)
      expect([refused.status, refused.body.detail[0].loc]).toEqual([422, ['body', 'seats']])
    }
  })

  test('is up to 2 MB', async () => {
    const id = await pool(1)
    const { status, body } = await bulk(id, 'partial', [{ email: 'x'.repeat(1_900_000) }])
    expect([status, body.results[0].status]).toEqual([200, 'invalid'])
    expect(body.results[0].email).toHaveLength(320)
    const large = await bulk(id, 'partial', [{ email: 'x'.repeat(2_100_000) }])
    expect([large.status, large.body.error]).toEqual([413, 'PayloadTooLarge'])
  })

  test('every fault of the bulk itself is listed', async () => {
    const { status, body } = await served.send('POST', '/v1/customer-seats/bulk', {
      body: { mode: 'both', dry_run: 'yes' },
    })
    expect(status).toBe(422)
    expect(body.detail.map(({ loc }: { loc: readonly string[] }) => loc.join('.')).sort()).toEqual([
      'body',
      'body.dry_run',
      'body.mode',
      'body.seats',
    ])
  })
})

const byId = (a: { id: string }, b: { id: string }): number => (a.id < b.id ? -1 : 1)
