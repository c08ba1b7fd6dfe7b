import type { Schema } from './schema.js'

/** The bodies of errors, and what each status means. */
export const ERROR_SCHEMAS: { readonly [name: string]: Schema } = {
  Error: {
    type: 'object',
    required: ['error', 'detail'],
    properties: {
      error: { type: 'string', description: 'A name to branch on.' },
      detail: { type: 'string', description: 'A sentence for people.' },
    },
    examples: [{ error: 'ResourceNotFound', detail: 'Seat not found' }],
  },
  ValidationFault: {
    type: 'object',
    required: ['type', 'loc', 'msg', 'input'],
    properties: {
      type: { type: 'string', enum: ['missing', 'value_error', 'json_invalid'] },
      loc: {
        type: 'array',
        items: { type: ['string', 'integer'] },
        description: '`body`, `query`, `path` or `header`, then field names and positions in lists.',
      },
      msg: { type: 'string' },
      input: {
        type: ['string', 'number', 'boolean', 'null'],
        description: 'What was given, cut short; null for objects, lists and secrets.',
      },
    },
  },
  ValidationError: {
    type: 'object',
    required: ['error', 'detail'],
    properties: {
      error: { type: 'string', enum: ['RequestValidationError', 'IdempotencyKeyReused'] },
      detail: {
        anyOf: [
          { type: 'array', items: { $ref: '#/components/schemas/ValidationFault' } },
          { type: 'string', description: 'For `IdempotencyKeyReused`.' },
        ],
      },
    },
    examples: [
      {
        error: 'RequestValidationError',
        detail: [{ type: 'missing', loc: ['body', 'email'], msg: 'is required', input: null }],
      },
    ],
  },
}

/** What an error of this status is about. */
export const ERROR_MEANINGS: { readonly [status: number]: string } = {
  400: 'A rule of the seats says no; `error` names it.',
  401: 'No token, an unknown one, or one of the wrong kind.',
  403: 'A scope or a role is missing, or the organization does not have the feature.',
  404: 'Unknown, or of another organization.',
  409: 'Something else is there already; `error` says what.',
  412: 'The pool is not at the revision of `If-Match`.',
  413: 'The body is too large.',
  415: 'The body is not JSON in UTF-8.',
  422: 'The request is malformed; lists every fault.',
  429: 'Too many; `Retry-After` says when to try again.',
  500: 'The server failed.',
  501: 'This server runs no webhooks.',
  503: 'Not now; the same request, with its `Idempotency-Key`, may succeed later.',
}
