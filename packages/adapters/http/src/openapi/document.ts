import { ENDPOINTS } from '../endpoints/table.js'
import { ERROR_SCHEMAS } from './errors.js'
import { EXAMPLES } from './examples.js'
import { operationObject } from './operation.js'
import type { Components, Schema } from './schema.js'

/** The OpenAPI document, written from the table of endpoints and the codecs that read their requests. */
export const openApiDocument = (publicUrl: string | undefined): Schema => {
  const components: Components = new Map()
  const paths: { [path: string]: { [method: string]: Schema } } = {}
  for (const { operation } of ENDPOINTS) {
    const path = paths[operation.path] ?? {}
    path[operation.method.toLowerCase()] = operationObject(operation, components)
    paths[operation.path] = path
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Seat Ledger',
      version: '1.0.0',
      description:
        'Sells seats of a subscription or an order: assign them, invite to them, claim, resend, revoke and reassign them. Every error is `{"error", "detail"}`.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: publicUrl ?? '/' }],
    tags: TAGS,
    paths,
    components: {
      schemas: { ...schemas(components), ...ERROR_SCHEMAS },
      parameters: PARAMETERS,
      headers: {
        RequestId: {
          description: 'Names the request in logs and in the events that it caused.',
          schema: { type: 'string' },
        },
      },
      securitySchemes: {
        organization_token: {
          type: 'http',
          scheme: 'bearer',
          description: 'An organization token, or a personal one.',
        },
        customer_session: { type: 'http', scheme: 'bearer', description: 'The session of a customer.' },
      },
    },
  }
}

const TAGS = [
  { name: 'Seats', description: 'For the organization that sells the seats.' },
  { name: 'Claim', description: 'For who was invited.' },
  { name: 'Customer portal', description: 'For the customer who owns a pool, or holds a seat.' },
  { name: 'Seat pools', description: 'For the host: opens, changes and closes pools.' },
  {
    name: 'Webhooks',
    description:
      'What happens to seats, told to you: sent to endpoints of yours, or fetched from the event feed.',
  },
  { name: 'Audit', description: 'Who held which seat, when, by whose hand. All times are UTC.' },
]

const PARAMETERS = {
  IdempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header',
    description:
      'The same key with the same body gets the first answer again, for as long as the pool remembers its last 10,000 commands. A key belongs to its sender and to one pool; the settings of webhooks remember theirs for ever.',
    schema: { type: 'string', pattern: '^[\\x21-\\x7e]{1,255}$' },
  },
  IfMatch: {
    name: 'If-Match',
    in: 'header',
    description: 'Carries out only when the pool is at this revision, as an `ETag` said it.',
    schema: { type: 'string' },
  },
  IfNoneMatch: {
    name: 'If-None-Match',
    in: 'header',
    description: 'Answers 304 when the pool is still at this revision.',
    schema: { type: 'string' },
  },
  RequestId: {
    name: 'X-Request-Id',
    in: 'header',
    description: 'Names the request; made when absent.',
    schema: { type: 'string', maxLength: 128 },
  },
}

const schemas = (components: Components): Schema =>
  Object.fromEntries(
    [...components].map(([name, { schema }]) => {
      const example = EXAMPLES[name]
      return [name, example === undefined ? schema : { ...schema, examples: [example] }]
    }),
  )
