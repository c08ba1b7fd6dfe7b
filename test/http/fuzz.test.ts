import { connect } from 'node:net'
import type { EventStore } from '@seat-ledger/core'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { webhooksOn } from './support/webhooks.js'
import { type Served, serve } from './support/world.js'

/*
 * Requests that no client should send: whole ones that are bent, and noise. None may be answered with 5xx or not at all,
 * and what is refused must leave the log as it was.
 */

const RUNS = Number(process.env.HTTP_FUZZ_RUNS ?? 10_000)

let served: Served
let appended = 0
const valid = { seat: '', token: '', endpoint: '' }

const counted = (store: EventStore): EventStore => ({
  ...store,
  append: async (stream, expected, events) => {
    const result = await store.append(stream, expected, events)
    if (E.isRight(result)) appended += events.length
    return result
  },
})

beforeAll(async () => {
  served = await serve({ store: counted, api: { claimLimit: () => 0 }, webhooks: webhooksOn() })
  const body = {
    source: { kind: 'subscription', id: 'sub_1' },
    customer_id: 'cus_owner',
    product: { id: 'prod_1', name: 'Team Pro' },
    capacity: 100_000,
  }
  await served.send('PUT', '/v1/seat-pools/sub_1', { body })
  const seat = await served.send('POST', '/v1/customer-seats', {
    body: { subscription_id: 'sub_1', email: 'known@example.com' },
  })
  const endpoint = await served.send('POST', '/v1/webhooks/endpoints', {
    token: 'oat_a_hooks',
    body: { url: 'https://example.com/hooks' },
  })
  // Nothing is sent there, or the notes about failures would be counted.
  const paused = { token: 'oat_a_hooks', body: { paused: true } }
  await served.send('PATCH', `/v1/webhooks/endpoints/${endpoint.body.id}`, paused)
  valid.endpoint = endpoint.body.id
  valid.seat = seat.body.id
  valid.token = seat.body.invitation_token
})
afterAll(() => served.end())

interface Shot {
  readonly method: string
  readonly path: string
  readonly headers: readonly (readonly [string, string])[]
  readonly body: string | Uint8Array | undefined
}

const nasty = fc.constantFrom(
  '\u0000',
  '%00',
  '%',
  '%zz',
  '%E0%A4',
  '..',
  '../..',
  '//',
  '\\',
  '?',
  '#',
  ';',
  '&',
  '=',
  ' ',
  '+',
  '\r\n',
  '__proto__',
  'constructor',
  'toString',
  'null',
  'undefined',
  'NaN',
  '-1',
  '1e999',
  '\ud800',
  '\u202e',
  'ﬀ',
  '🪑',
  "' OR 1=1 --",
  '<script>',
  '$(x)',
  '{{x}}',
  'a'.repeat(300),
  '.',
  '*',
  '"',
  '[]',
  '[object Object]',
)
const word = fc.oneof(
  nasty,
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom('sub_1', 'cus_owner', 'org_a'),
)

const PATHS = [
  '/v1/customer-seats',
  '/v1/customer-seats/bulk',
  '/v1/customer-seats/usage',
  '/v1/customer-seats/{seat}',
  '/v1/customer-seats/{seat}/resend',
  '/v1/customer-seats/{seat}/reassign',
  '/v1/customer-seats/claim',
  '/v1/customer-seats/claim/{token}',
  '/v1/customer-portal/seats',
  '/v1/customer-portal/seats/{seat}',
  '/v1/customer-portal/seats/{seat}/resend',
  '/v1/customer-portal/seats/subscriptions',
  '/v1/seat-pools/{word}',
  '/v1/seat-audit/events',
  '/v1/seat-audit/people',
  '/v1/seat-audit/seats/{seat}/history',
  '/v1/seat-audit/pools/{word}/as-of',
  '/v1/seat-audit/pools/{word}/changes',
  '/v1/seat-audit/pools/{word}/usage',
  '/v1/events',
  '/v1/webhooks/endpoints',
  '/v1/webhooks/endpoints/{endpoint}',
  '/v1/webhooks/endpoints/{endpoint}/{word}',
  '/v1/webhooks/endpoints/{endpoint}/deliveries',
  '/v1/webhooks/endpoints/{endpoint}/parked',
  '/v1/webhooks/endpoints/{endpoint}/replay',
  '/v1/webhooks/endpoints/{endpoint}/rotate',
  '/openapi.json',
  '/docs',
]
const path = fc
  .tuple(
    fc.constantFrom(...PATHS),
    fc.option(word),
    fc.boolean(),
    fc.array(
      fc.tuple(
        fc.constantFrom(
          'subscription_id',
          'order_id',
          'customer_id',
          'status',
          'page',
          'limit',
          'organization_id',
          'cursor',
          'type',
          'after',
          'before',
          'types',
          'outcome',
          'actor_id',
          'from',
          'at',
          'since',
          'revision',
          'email',
          '__proto__',
          '',
        ),
        word,
      ),
      { maxLength: 4 },
    ),
    fc.option(word, { freq: 20 }),
  )
  .map(([template, other, encode, query, tail]) => {
    const put = (text: string) => (encode ? encodeURIComponent(text.replaceAll(/\p{Cs}/gu, '\ufffd')) : text)
    const filled = template
      .replace('{seat}', () => (other === null ? valid.seat : put(other)))
      .replace('{endpoint}', () => (other === null ? valid.endpoint : put(other)))
      .replace('{token}', () => (other === null ? valid.token : put(other)))
      .replace('{word}', () => put(other ?? 'sub_1'))
    const asked = query.map(([name, value]) => `${name}=${put(value)}`).join('&')
    return `${filled}${tail === null ? '' : put(tail)}${asked === '' ? '' : `?${asked}`}`
  })

const value: fc.Arbitrary<unknown> = fc.oneof(
  word,
  fc.constantFrom('known@example.com', 'new@example.com', null, true, false, 0, -1, 1.5, 1e21, [], {}),
  fc.jsonValue({ maxDepth: 3 }),
)
const fields = fc.dictionary(
  fc.constantFrom(
    'subscription_id',
    'order_id',
    'customer_id',
    'email',
    'metadata',
    'immediate_claim',
    'mode',
    'seats',
    'dry_run',
    'invitation_token',
    'source',
    'product',
    'capacity',
    'organization_id',
    'member_id',
    '__proto__',
  ),
  value,
)
const good = fc.constantFrom(
  { subscription_id: 'sub_1', email: 'fuzz@example.com' },
  { subscription_id: 'sub_1', mode: 'partial', seats: [{ email: 'fuzz@example.com' }, 7] },
  { email: 'other@example.com' },
  {
    source: { kind: 'subscription', id: 'sub_1' },
    customer_id: 'cus_owner',
    product: { id: 'prod_1', name: 'Team Pro' },
    capacity: 100_000,
  },
  { description: 'fuzz', types: ['seat_pool.closed'] },
  { from: 0, to: 9 },
)
/** Cuts something out of a text, and puts something in. */
const bent = (text: string) =>
  fc
    .tuple(fc.nat(text.length), fc.nat(20), word)
    .map(([at, length, more]) => text.slice(0, at) + more + text.slice(at + length))
const body: fc.Arbitrary<Shot['body']> = fc.oneof(
  fc.tuple(good, fields).map(([whole, more]) => JSON.stringify({ ...whole, ...more })),
  fields.map((whole) => JSON.stringify(whole)),
  good.chain((whole) => bent(JSON.stringify(whole))),
  fc.jsonValue().map((json) => JSON.stringify(json)),
  fc.string({ unit: 'binary' }),
  fc.uint8Array({ maxLength: 200 }),
  fc.nat(40_000).map((depth) => '[{"a":'.repeat(depth / 4)),
  fc.constant(undefined),
)

const latin1 = fc
  .string({ unit: 'grapheme-ascii', maxLength: 60 })
  .map((text) => text.replaceAll(/[^\x20-\x7e]/g, ''))
const headers = fc.array(
  fc.oneof(
    fc.tuple(
      fc.constant('authorization'),
      fc.oneof(
        {
          arbitrary: fc.constantFrom(
            'Bearer oat_a',
            'Bearer oat_a_audit',
            'Bearer oat_a_audit',
            'Bearer oat_a_hooks',
            'Bearer oat_a_hooks',
            'Bearer oat_a_hooks_read',
            'Bearer cst_owner',
            'Bearer pat_ab',
            'Bearer oat_b',
            'Bearer',
          ),
          weight: 6,
        },
        latin1,
      ),
    ),
    fc.tuple(
      fc.constant('content-type'),
      fc.oneof({ arbitrary: fc.constant('application/json'), weight: 6 }, latin1),
    ),
    fc.tuple(
      fc.constantFrom(
        'if-match',
        'if-none-match',
        'idempotency-key',
        'x-request-id',
        'content-encoding',
        'content-length',
        'accept',
        'cookie',
        'range',
        'x-http-method-override',
      ),
      fc.oneof(
        latin1,
        fc.constantFrom('"1"', '*', '"0", "1"', 'W/"1"', '0', '99999999999999999999', 'k'.repeat(5_000)),
      ),
    ),
  ),
  { maxLength: 5 },
)
const usual: readonly (readonly [string, string])[] = [
  ['authorization', 'Bearer oat_a'],
  ['content-type', 'application/json'],
]
const shot: fc.Arbitrary<Shot> = fc.record({
  method: fc.oneof(
    { arbitrary: fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'PATCH'), weight: 9 },
    fc.constantFrom('HEAD', 'OPTIONS', 'PURGE'),
  ),
  path,
  headers: headers.map((more) => [...usual, ...more]),
  body,
})

/** A request, where a client could make one of it. */
const requestOf = ({ method, path, headers, body }: Shot): Request | undefined => {
  try {
    const sent = new Headers()
    for (const [name, value] of headers) sent.set(name, value)
    const hasBody = body !== undefined && method !== 'GET' && method !== 'HEAD'
    return new Request(`http://test${path}`, { method, headers: sent, ...(hasBody ? { body } : {}) })
  } catch {
    return undefined
  }
}

describe('a request that no client should send', () => {
  test(`is answered below 500, as the document says, and changes nothing when it is refused (${RUNS} requests)`, async () => {
    const statuses = new Map<number, number>()
    await fc.assert(
      fc.asyncProperty(shot, async (sent) => {
        const request = requestOf(sent)
        if (request === undefined) return
        const before = appended
        const { pathname } = new URL(request.url)
        const response = await served.api(request)
        const text = await response.text()
        statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1)
        expect(response.status).toBeLessThan(500)
        if (response.status >= 400) expect(appended).toBe(before)
        const isJson = response.headers.get('content-type') === 'application/json' && text !== ''
        expect(
          served.conforms(sent.method, pathname, response.status, isJson ? JSON.parse(text) : undefined),
        ).toBeUndefined()
      }),
      { numRuns: RUNS, endOnFailure: false },
    )
    const seen = [...statuses.values()].reduce((sum, count) => sum + count, 0)
    expect(seen).toBeGreaterThan(RUNS * 0.9)
    // All kinds of answers were met, or the requests were not bent enough, or too much.
    for (const status of [200, 400, 401, 404, 405, 412, 415, 422])
      expect(statuses.get(status) ?? 0).toBeGreaterThan(RUNS / 2_000)
  }, 60_000)

  test('over a socket is answered or cut off, never left waiting', async () => {
    const { port } = new URL(served.url)
    await fc.assert(
      fc.asyncProperty(
        shot,
        fc.array(fc.uint8Array({ maxLength: 30 }), { maxLength: 2 }),
        async (sent, noise) => {
          const head = [
            `${sent.method} ${sent.path} HTTP/1.1`,
            'Host: test',
            'Connection: close',
            ...sent.headers.map(([name, value]) => `${name}: ${value}`),
          ]
          const content = Buffer.from(sent.body ?? '')
          const bytes = Buffer.concat([
            Buffer.from(`${head.join('\r\n')}\r\nContent-Length: ${content.length}\r\n\r\n`, 'latin1'),
            content,
            ...noise,
          ])
          expect(await statusOf(Number(port), bytes)).not.toMatch(/^HTTP\/1\.1 5|^$/)
        },
      ),
      { numRuns: Math.min(300, RUNS) },
    )
  }, 60_000)
})

/** The status line of the answer; empty when the connection ended without one. */
const statusOf = (port: number, bytes: Buffer): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1')
    let text = ''
    socket.setTimeout(5_000, () => socket.destroy(new Error('left waiting')))
    socket.on('data', (chunk) => {
      text += chunk
    })
    socket.on('close', () => resolve(text.split('\r\n', 1)[0] ?? ''))
    socket.on('error', (error) => (text === '' ? reject(error) : undefined))
    socket.end(bytes)
  })
