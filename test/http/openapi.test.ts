import { Validator } from '@seriousme/openapi-schema-validator'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sendTo, type World, world } from './support/world.js'

interface Document {
  readonly openapi: string
  readonly paths: Record<
    string,
    Record<string, { operationId: string; requestBody?: unknown; parameters: unknown[] }>
  >
  readonly components: { readonly schemas: Record<string, { readonly examples?: readonly unknown[] }> }
}

let api: World
let document: Document

beforeAll(async () => {
  api = await world()
  document = (await sendTo(api)('GET', '/openapi.json', { token: null })).body
})
afterAll(() => api.end())

/** The endpoints of the reference and of the issue. */
const OPERATIONS = [
  'DELETE /v1/customer-portal/seats/{seat_id}',
  'DELETE /v1/customer-seats/{seat_id}',
  'DELETE /v1/seat-pools/{pool_id}',
  'DELETE /v1/webhooks/endpoints/{endpoint_id}',
  'GET /v1/customer-portal/seats',
  'GET /v1/customer-portal/seats/subscriptions',
  'GET /v1/customer-seats',
  'GET /v1/customer-seats/claim/{invitation_token}',
  'GET /v1/customer-seats/usage',
  'GET /v1/customer-seats/{seat_id}',
  'GET /v1/events',
  'GET /v1/seat-audit/events',
  'GET /v1/seat-audit/people',
  'GET /v1/seat-audit/pools/{pool_id}/as-of',
  'GET /v1/seat-audit/pools/{pool_id}/changes',
  'GET /v1/seat-audit/pools/{pool_id}/usage',
  'GET /v1/seat-audit/seats/{seat_id}/history',
  'GET /v1/seat-pools/{pool_id}',
  'GET /v1/webhooks/endpoints',
  'GET /v1/webhooks/endpoints/{endpoint_id}',
  'GET /v1/webhooks/endpoints/{endpoint_id}/deliveries',
  'GET /v1/webhooks/endpoints/{endpoint_id}/parked',
  'PATCH /v1/webhooks/endpoints/{endpoint_id}',
  'POST /v1/customer-portal/seats',
  'POST /v1/customer-portal/seats/{seat_id}/resend',
  'POST /v1/customer-seats',
  'POST /v1/customer-seats/bulk',
  'POST /v1/customer-seats/claim',
  'POST /v1/customer-seats/claim/{invitation_token}',
  'POST /v1/customer-seats/{seat_id}/reassign',
  'POST /v1/customer-seats/{seat_id}/resend',
  'POST /v1/webhooks/endpoints',
  'POST /v1/webhooks/endpoints/{endpoint_id}/ping',
  'POST /v1/webhooks/endpoints/{endpoint_id}/replay',
  'POST /v1/webhooks/endpoints/{endpoint_id}/rotate',
  'PUT /v1/seat-pools/{pool_id}',
]

describe('the OpenAPI document', () => {
  test('is valid OpenAPI 3.1', async () => {
    const result = await new Validator().validate(JSON.parse(JSON.stringify(document)))
    expect(result.errors ?? []).toEqual([])
    expect([result.valid, document.openapi]).toEqual([true, '3.1.0'])
  })

  test('has every operation', () => {
    const operations = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
    )
    expect(operations.sort()).toEqual(OPERATIONS)
  })

  test('has examples that its own schemas accept', () => {
    const ajv = new Ajv2020({ strict: false, allErrors: true })
    formats.default(ajv)
    ajv.addSchema(document, 'openapi')
    const checked = Object.entries(document.components.schemas).flatMap(([name, { examples = [] }]) => {
      const validate = ajv.getSchema(`openapi#/components/schemas/${name}`)
      return examples.map((example) => [name, validate?.(example) ?? false, ajv.errorsText(validate?.errors)])
    })
    expect(checked.length).toBeGreaterThan(10)
    expect(checked.filter(([, ok]) => ok !== true)).toEqual([])
  })

  test('says what the codecs check: bounds, patterns and required fields', () => {
    expect(document.components.schemas.SeatPoolPut).toMatchObject({
      required: ['source', 'customer_id', 'product', 'capacity'],
      properties: {
        capacity: { type: 'integer', minimum: 0, maximum: 1_000_000 },
        customer_id: { type: 'string', pattern: '^[A-Za-z0-9_-]{1,64}$' },
        source: { $ref: '#/components/schemas/Source' },
      },
    })
    expect(document.components.schemas.SeatAssignBulk).toMatchObject({
      properties: { mode: { enum: ['atomic', 'partial'] }, seats: { minItems: 1, maxItems: 1_000 } },
    })
    const limit = document.paths['/v1/customer-seats']?.get?.parameters.find(
      (parameter) => (parameter as { name?: string }).name === 'limit',
    )
    expect(limit).toMatchObject({ in: 'query', required: false, schema: { minimum: 1, maximum: 100 } })
  })

  test('names the address that the host gives', async () => {
    const other = await world({ api: { publicUrl: 'https://api.example.com' } })
    const { body } = await sendTo(other)('GET', '/openapi.json')
    expect(body.servers).toEqual([{ url: 'https://api.example.com' }])
    await other.end()
  })
})

describe('the page of the document', () => {
  test('shows every operation and schema, and loads nothing', async () => {
    const { status, text, headers } = await sendTo(api)('GET', '/docs', { token: null })
    expect([status, headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
    for (const item of Object.values(document.paths)) {
      for (const { operationId } of Object.values(item)) expect(text).toContain(`id="${operationId}"`)
    }
    for (const name of Object.keys(document.components.schemas)) expect(text).toContain(`id="schema-${name}"`)
    expect(text).not.toMatch(/<script|src=|href="http|@import|url\(/)
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-/)
  })

  test('links only to what is on it', async () => {
    const { text } = await sendTo(api)('GET', '/docs')
    const links = [...text.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id)
    expect(links.length).toBeGreaterThan(20)
    expect(links.filter((id) => !text.includes(`id="${id}"`))).toEqual([])
  })
})
