import { connect } from 'node:net'
import { faultyEventStore } from '@seat-ledger/testing'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { openPool, type Served, serve, type WorldOptions } from './support/world.js'

let served: Served
const others: Served[] = []
const serveOther = async (options: WorldOptions): Promise<Served> => {
  const other = await serve(options)
  others.push(other)
  return other
}

beforeAll(async () => {
  served = await serve()
  await openPool(served.send, 'sub_1', 5)
})
afterAll(() => served.end())
afterEach(async () => {
  for (const other of others.splice(0)) await other.end()
})

const ASSIGN = { subscription_id: 'sub_1', email: 'ada@example.com' }

/** What every answer has, whatever it says. */
const expectProblem = (got: Awaited<ReturnType<Served['send']>>, status: number, error: string): void => {
  expect([got.status, got.body.error]).toEqual([status, error])
  expect(got.body.detail).toBeDefined()
  expect(got.headers.get('content-type')).toBe('application/json')
  expect(got.headers.get('x-content-type-options')).toBe('nosniff')
  expect(got.headers.get('cache-control')).toBe('no-store')
  expect(got.headers.get('x-request-id')).toMatch(/./)
}

describe('who is not let in', () => {
  test.each([
    ['no header', {}, 'Bearer realm="seat-ledger"'],
    [
      'an unknown token',
      { authorization: 'Bearer oat_x' },
      'Bearer realm="seat-ledger", error="invalid_token"',
    ],
    [
      'another scheme',
      { authorization: 'Basic b2F0X2E6' },
      'Bearer realm="seat-ledger", error="invalid_token"',
    ],
    [
      'a token with more behind it',
      { authorization: 'Bearer oat_a oat_a' },
      'Bearer realm="seat-ledger", error="invalid_token"',
    ],
    ['an empty token', { authorization: 'Bearer ' }, 'Bearer realm="seat-ledger", error="invalid_token"'],
    [
      'the session of a customer',
      { authorization: 'Bearer cst_owner' },
      'Bearer realm="seat-ledger", error="invalid_token"',
    ],
  ])('gets 401 for %s', async (_, headers, challenge) => {
    const got = await served.send('GET', '/v1/customer-seats?subscription_id=sub_1', { token: null, headers })
    expectProblem(got, 401, 'Unauthorized')
    expect(got.body).toEqual({ error: 'Unauthorized', detail: 'Unauthorized' })
    expect(got.headers.get('www-authenticate')).toBe(challenge)
  })

  test('may write the scheme in any case', async () => {
    const got = await served.send('GET', '/v1/customer-seats?subscription_id=sub_1', {
      token: null,
      headers: { authorization: 'bearer oat_a' },
    })
    expect(got.status).toBe(200)
  })

  test('gets insufficient_scope, with the scopes that would do', async () => {
    const write = await served.send('POST', '/v1/customer-seats', { token: 'oat_a_read', body: ASSIGN })
    expectProblem(write, 403, 'insufficient_scope')
    expect(write.headers.get('www-authenticate')).toBe(
      'Bearer realm="seat-ledger", error="insufficient_scope", scope="customer_seats:write"',
    )
    const read = await served.send('GET', '/v1/customer-seats?subscription_id=sub_1', { token: 'oat_a_none' })
    expectProblem(read, 403, 'insufficient_scope')
  })

  test('is not read at all: a malformed body without a token is 401', async () => {
    expectProblem(
      await served.send('POST', '/v1/customer-seats', { token: null, raw: '{' }),
      401,
      'Unauthorized',
    )
  })

  test('has a token of an organization that is gone', async () => {
    const other = await serveOther({ organizations: [] })
    expect((await other.send('GET', '/v1/customer-seats?subscription_id=sub_1')).status).toBe(401)
  })
})

describe('an organization without the feature', () => {
  test('assigns, resends, reassigns, claims and opens nothing, but always revokes', async () => {
    const seat = await seatOfDisabled()
    const { send } = seat.served
    const path = `/v1/customer-seats/${seat.id}`
    const token = 'oat_a'
    const source = { kind: 'subscription', id: 'sub_2' }
    const pool = { source, customer_id: 'c', product: { id: 'p', name: 'P' }, capacity: 1 }
    const refused = [
      await send('POST', '/v1/customer-seats', { token, body: ASSIGN }),
      await send('POST', '/v1/customer-seats/bulk', {
        token,
        body: { subscription_id: 'sub_1', mode: 'partial', seats: [{ email: 'a@example.com' }] },
      }),
      await send('POST', `${path}/resend`, { token }),
      await send('POST', `${path}/reassign`, { token, body: { email: 'b@example.com' } }),
      await send('PUT', '/v1/seat-pools/sub_2', { token, body: pool }),
      await send('POST', '/v1/customer-portal/seats', { token: 'cst_owner', body: ASSIGN }),
      await send('POST', `/v1/customer-portal/seats/${seat.id}/resend`, { token: 'cst_owner' }),
      await send('GET', `/v1/customer-seats/claim/${seat.invitation_token}`, { token: null }),
      await send('POST', `/v1/customer-seats/claim/${seat.invitation_token}`, { token: 'cst_ada' }),
      await send('POST', '/v1/customer-seats/claim', {
        token: null,
        body: { invitation_token: seat.invitation_token },
      }),
    ]
    for (const got of refused) expectProblem(got, 403, 'FeatureNotEnabled')
    expect(
      (await send('GET', '/v1/customer-seats?subscription_id=sub_1', { token })).body.items,
    ).toHaveLength(2)
    expect((await send('DELETE', path, { token })).body.status).toBe('revoked')
    const own = await send('DELETE', `/v1/customer-portal/seats/${seat.other}`, { token: 'cst_owner' })
    expect(own.body.status).toBe('revoked')
    expect((await send('DELETE', '/v1/seat-pools/sub_1', { token })).body.status).toBe('closed')
  })

  /** The feature was lost after two seats were given. */
  const seatOfDisabled = async () => {
    let seatsEnabled = true
    const found = await served.directory.findOrganization('org_a')
    const other = await serveOther({
      api: { findOrganization: () => (found === undefined ? undefined : { ...found, seatsEnabled }) },
    })
    await openPool(other.send, 'sub_1', 5)
    const assign = (email: string) =>
      other.send('POST', '/v1/customer-seats', { body: { subscription_id: 'sub_1', email } })
    const { id, invitation_token } = (await assign('ada@example.com')).body
    const { id: second } = (await assign('grace@example.com')).body
    seatsEnabled = false
    return { served: other, id, invitation_token, other: second }
  }
})

describe('paths and methods', () => {
  test.each([
    '/',
    '/v1',
    '/v1/customer-seats/a/b',
    '/v1/customer-seat',
    '/v2/customer-seats',
    '/favicon.ico',
    '/v1//customer-seats',
  ])('the unknown path %s is 404', async (path) => {
    expectProblem(await served.send('GET', path), 404, 'ResourceNotFound')
  })

  test.each([
    ['PATCH', '/v1/customer-seats', 'POST, GET, HEAD'],
    ['DELETE', '/v1/customer-seats/', 'POST, GET, HEAD'],
    ['GET', '/v1/customer-seats/bulk', 'POST'],
    ['DELETE', '/v1/customer-seats/usage', 'GET, HEAD'],
    ['GET', '/v1/customer-seats/claim', 'POST'],
    ['PUT', '/v1/customer-seats/sub_1.x', 'GET, HEAD, DELETE'],
    ['GET', '/v1/customer-seats/sub_1.x/resend', 'POST'],
    ['DELETE', '/v1/customer-seats/claim/token', 'GET, HEAD, POST'],
    ['OPTIONS', '/v1/customer-portal/seats', 'GET, HEAD, POST'],
    ['POST', '/v1/customer-portal/seats/subscriptions', 'GET, HEAD'],
    ['DELETE', '/v1/customer-portal/seats/subscriptions', 'GET, HEAD'],
    ['POST', '/v1/seat-pools/x', 'PUT, GET, HEAD, DELETE'],
    ['POST', '/openapi.json', 'GET, HEAD'],
  ])('%s %s is 405', async (method, path, allow) => {
    const got = await served.send(method, path)
    expectProblem(got, 405, 'MethodNotAllowed')
    expect(got.headers.get('allow')).toBe(allow)
  })

  test('a slash at the end makes no difference', async () => {
    expect((await served.send('GET', '/v1/customer-seats/?subscription_id=sub_1')).status).toBe(200)
  })

  test('a request line or a Host that makes no URL is 400', async () => {
    const { port } = new URL(served.url)
    for (const head of [
      'GET /v1\\x HTTP/1.1\r\nHost: a',
      'GET / HTTP/1.1\r\nHost: a b',
      'GET * HTTP/1.1\r\nHost: a',
    ]) {
      const answer = await new Promise<string>((resolve, reject) => {
        const socket = connect(Number(port), '127.0.0.1')
        let text = ''
        socket.on('data', (chunk) => {
          text += chunk
        })
        socket.on('end', () => resolve(text)).on('error', reject)
        socket.write(`${head}\r\nConnection: close\r\n\r\n`)
      })
      expect(answer).toMatch(/^HTTP\/1\.1 400 /)
      expect(answer).toContain('{"error":"BadRequest"')
    }
  })
})

describe('bodies', () => {
  const post = (sent: Parameters<Served['send']>[2]) => served.send('POST', '/v1/customer-seats', sent)

  test.each([
    ['cut off', '{"email": "ada'],
    ['empty', ''],
    ['not UTF-8', Buffer.from('{"subscription_id":"sub_1","email":"\xff@example.com"}', 'latin1')],
    ['not JSON', 'email=ada'],
  ])('a body that is %s is 422 json_invalid', async (_, raw) => {
    const got = await post({ raw, headers: { 'content-type': 'application/json; charset=utf-8' } })
    expectProblem(got, 422, 'RequestValidationError')
    expect(got.body.detail).toMatchObject([{ type: 'json_invalid', loc: ['body'], input: null }])
  })

  test.each(['null', '[]', '"text"', '5'])('the JSON %s is 422', async (raw) => {
    const got = await post({ raw })
    expectProblem(got, 422, 'RequestValidationError')
    expect(got.body.detail[0]).toMatchObject({ loc: ['body'], msg: 'must be an object' })
  })

  test('of 60,000 lists in each other are refused, not a crash', async () => {
    expect((await post({ raw: '['.repeat(60_000) })).status).toBe(422)
    const deep = `{"subscription_id":"sub_1","email":"a@b.example","metadata":${'{"a":'.repeat(9_000)}1${'}'.repeat(9_000)}}`
    expect((await post({ raw: deep })).body.detail[0].loc).toEqual(['body', 'metadata'])
  })

  test('a key __proto__ or constructor is just a key', async () => {
    const got = await post({
      raw: '{"__proto__": {"email": "a@example.com"}, "constructor": 1, "subscription_id": "sub_1"}',
    })
    expect(got.body.detail).toMatchObject([{ type: 'missing', loc: ['body', 'email'] }])
  })

  test.each([
    ['no type', ''],
    ['a form', 'application/x-www-form-urlencoded'],
    ['text', 'text/plain'],
    ['another charset', 'application/json; charset=latin1'],
    ['a lookalike', 'application/jsonp'],
  ])('a body of %s is 415', async (_, type) => {
    expectProblem(
      await post({ body: ASSIGN, headers: { 'content-type': type } }),
      415,
      'UnsupportedMediaType',
    )
  })

  test('a compressed body is 415', async () => {
    expectProblem(
      await post({ body: ASSIGN, headers: { 'content-encoding': 'gzip' } }),
      415,
      'UnsupportedMediaType',
    )
  })

  test('of 64 KB are read, and one byte more is 413, whether its length was said or not', async () => {
    const exactly = (bytes: number) => `{"x":"${'x'.repeat(bytes - 8)}"}`
    expect((await post({ raw: exactly(65_536) })).status).toBe(422)
    expectProblem(await post({ raw: exactly(65_537) }), 413, 'PayloadTooLarge')
    const chunked = await fetch(`${served.url}/v1/customer-seats`, {
      method: 'POST',
      headers: { authorization: 'Bearer oat_a', 'content-type': 'application/json' },
      body: new Blob([exactly(90_000)]).stream(),
      duplex: 'half',
    } as RequestInit)
    expect(chunked.status).toBe(413)
  })

  test('where none is read are ignored', async () => {
    expect((await served.send('DELETE', '/v1/customer-seats/sub_1.none', { raw: '{' })).status).toBe(404)
  })
})

describe('the request id', () => {
  const idOf = async (given: string) =>
    (await served.send('GET', '/v1/seat-pools/sub_1', { headers: { 'x-request-id': given } })).headers.get(
      'x-request-id',
    )

  test('comes back, and goes into the events as correlation id', async () => {
    expect(await idOf('trace-1:a/b=c')).toBe('trace-1:a/b=c')
    const { body } = await served.send('POST', '/v1/customer-seats', {
      body: { ...ASSIGN, email: 'traced@example.com' },
      headers: { 'x-request-id': 'trace-2' },
    })
    const history = await served.ledger.seatHistory({ organizationId: 'org_a', seatId: body.id })()
    expect(history).toMatchObject({
      right: [{ metadata: { correlationId: 'trace-2', actor: { kind: 'organization', id: 'org_a' } } }],
    })
  })

  test.each(['', 'has spaces', 'x'.repeat(129), '<script>', 'ä'])(
    'is made anew when it is %j',
    async (given) => {
      expect(await idOf(given)).toMatch(/^[0-9a-f-]{36}$/)
    },
  )
})

describe('what the server cannot do', () => {
  test.each([
    ['unavailable', 503, 'ServiceUnavailable'],
    ['lostBeforeCommit', 503, 'ServiceUnavailable'],
    ['lostRace', 503, 'ServiceUnavailable'],
    ['refused', 500, 'InternalServerError'],
  ] as const)(
    'a store that is %s is %i, with Retry-After where a retry helps',
    async (fault, status, error) => {
      let broken = false
      const store = (inner: Parameters<NonNullable<WorldOptions['store']>>[0]) =>
        faultyEventStore(inner, { append: () => (broken ? fault : undefined) })
      const other = await serveOther({ store, engine: { attempts: 2 } })
      await openPool(other.send, 'sub_1', 5)
      broken = true
      const got = await other.send('POST', '/v1/customer-seats', { body: ASSIGN })
      expectProblem(got, status, error)
      expect(got.headers.get('retry-after')).toBe(status === 503 ? '1' : null)
      expect(got.text).not.toContain('fault of the test')
    },
  )

  test('a port of the host that throws is 500, without what it threw; the report has it', async () => {
    const cause = new Error('password=hunter2')
    const other = await serveOther({
      api: {
        authenticate: () => {
          throw cause
        },
      },
    })
    const got = await other.send('POST', '/v1/customer-seats', { body: ASSIGN })
    expectProblem(got, 500, 'InternalServerError')
    expect(got.text).not.toContain('hunter2')
    expect(other.reports.at(-1)).toMatchObject({ status: 500, result: 'InternalServerError', cause })
  })

  test('an engine that was closed is 503', async () => {
    const other = await serveOther({})
    await openPool(other.send, 'sub_1', 5)
    await other.ledger.close()
    expectProblem(await other.send('POST', '/v1/customer-seats', { body: ASSIGN }), 503, 'ServiceUnavailable')
  })

  test('a read model that has ended is 503, and writing goes on', async () => {
    const other = await serveOther({})
    await openPool(other.send, 'sub_1', 5)
    await other.seats.stop()
    expect((await other.send('POST', '/v1/customer-seats', { body: ASSIGN })).status).toBe(200)
    const got = await other.send('GET', '/v1/customer-seats?subscription_id=sub_1')
    expectProblem(got, 503, 'ServiceUnavailable')
  })
})

describe('a report', () => {
  test('says what was answered, to whom it belonged, and nothing secret', async () => {
    const other = await serveOther({})
    await openPool(other.send, 'sub_1', 5)
    await other.send('POST', '/v1/customer-seats?organization_id=org_a', {
      body: ASSIGN,
      headers: { 'x-request-id': 'r-1' },
    })
    expect(other.reports.at(-1)).toEqual({
      requestId: 'r-1',
      method: 'POST',
      operation: 'assignSeat',
      path: '/v1/customer-seats',
      status: 200,
      result: 'ok',
      durationMs: expect.any(Number),
      organizationId: 'org_a',
      cause: undefined,
    })
    expect(JSON.stringify(other.reports)).not.toMatch(/oat_a|ada@/)
  })
})
