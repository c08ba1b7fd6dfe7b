import { explain, millisecondsOf, type SeatFailure } from '@seat-ledger/core'
import { DEAD_TOKEN, EXPIRED_TOKEN, type Failure, type RequestFault } from './failures.js'

/** How a failure is answered. */
export interface Problem {
  readonly status: number
  /** The `error` of the body. */
  readonly error: string
  /** The `detail` of the body. Never holds internals. */
  readonly detail: string | readonly RequestFault[]
  readonly headers?: { readonly [name: string]: string }
  /** Added to the body. */
  readonly more?: object
}

type Row<Tag extends Failure['_tag']> = (failure: Extract<Failure, { _tag: Tag }>, now: number) => Problem

const REALM = 'Bearer realm="seat-ledger"'

/** How long a caller waits for what usually passes at once. */
const SOON = { 'Retry-After': '1' }

const badRequest = (error: string, detail: string): Problem => ({ status: 400, error, detail })
const told = (error: string) => (failure: SeatFailure) => badRequest(error, explain(failure))
const missing = (detail: string) => (): Problem => ({ status: 404, error: 'ResourceNotFound', detail })

const unavailable = (): Problem => ({
  status: 503,
  error: 'ServiceUnavailable',
  detail: 'The request could not be carried out now. Send it again, with the same Idempotency-Key.',
  headers: SOON,
})
const internal = (): Problem => ({
  status: 500,
  error: 'InternalServerError',
  detail: 'The server failed. The X-Request-Id of this answer names the request in its log.',
})

/** One row for every failure there is; a new failure without a row does not compile. */
const TABLE: { readonly [Tag in Failure['_tag']]: Row<Tag> } = {
  SeatNotAvailable: told('SeatNotAvailable'),
  PoolIsClosed: told('SeatNotAvailable'),
  SeatAlreadyAssigned: told('SeatAlreadyAssigned'),
  CapacityBelowLive: told('SeatsAlreadyAssigned'),
  SeatNotPending: told('SeatNotPending'),
  SeatNotLive: told('SeatNotLive'),
  InvitationDead: () => badRequest('InvalidInvitationToken', DEAD_TOKEN),
  InvitationExpired: () => badRequest('InvalidInvitationToken', EXPIRED_TOKEN),
  SelectorMissing: ({ detail }) => badRequest('BadRequest', detail),
  UrlMalformed: () => badRequest('BadRequest', 'The request line or the Host header is malformed.'),
  BulkRefused: ({ result }) => ({
    ...badRequest(
      'BulkRefused',
      'Nothing was assigned, as some rows are bad. Correct them, or use partial mode.',
    ),
    more: result,
  }),
  BulkRejected: told('BulkRefused'),

  Unauthenticated: ({ tokenGiven }) => ({
    status: 401,
    error: 'Unauthorized',
    detail: 'Unauthorized',
    headers: { 'WWW-Authenticate': tokenGiven ? `${REALM}, error="invalid_token"` : REALM },
  }),

  ScopeMissing: ({ scopes }) => ({
    status: 403,
    error: 'insufficient_scope',
    detail: `The token needs one of the scopes ${scopes.join(', ')}.`,
    headers: { 'WWW-Authenticate': `${REALM}, error="insufficient_scope", scope="${scopes.join(' ')}"` },
  }),
  NotPermitted: ({ detail }) => ({ status: 403, error: 'NotPermitted', detail }),
  ClaimNotPermitted: (failure) => ({ status: 403, error: 'NotPermitted', detail: explain(failure) }),
  FeatureNotEnabled: () => ({
    status: 403,
    error: 'FeatureNotEnabled',
    detail: 'Seats are not enabled for this organization.',
  }),

  NotFound: ({ detail }) => ({ status: 404, error: 'ResourceNotFound', detail }),
  PoolNotFound: missing('Pool not found'),
  SeatNotFound: missing('Seat not found'),
  MethodUnknown: ({ allowed }) => ({
    status: 405,
    error: 'MethodNotAllowed',
    detail: `This path takes ${allowed.join(', ')}.`,
    headers: { Allow: allowed.join(', ') },
  }),
  PoolAlreadyOpen: (failure) => ({ status: 409, error: 'PoolAlreadyOpen', detail: explain(failure) }),
  SourceTaken: ({ poolId }) => ({
    status: 409,
    error: 'SourceTaken',
    detail: `This subscription or order has the open pool ${poolId} already. Close it first.`,
  }),
  PoolStaysClosed: () => ({
    status: 409,
    error: 'PoolIsClosed',
    detail: 'This pool was closed. Open another one, with an id of its own.',
  }),
  EndpointNotActive: () => ({
    status: 409,
    error: 'EndpointNotActive',
    detail: 'Nothing is sent to this endpoint now: it is paused or disabled, or another server runs it.',
  }),
  WebhooksOff: () => ({
    status: 501,
    error: 'NotImplemented',
    detail: 'This server runs no webhooks. GET /v1/events has the same messages.',
  }),
  RevisionMismatch: (failure) => ({ status: 412, error: 'PreconditionFailed', detail: explain(failure) }),
  PreconditionMalformed: () => ({
    status: 412,
    error: 'PreconditionFailed',
    detail: 'If-Match must be one ETag as this API gave it, such as "12", or *.',
  }),
  BodyTooLarge: ({ bytes }) => ({
    status: 413,
    error: 'PayloadTooLarge',
    detail: `The body may have ${bytes} bytes.`,
  }),
  AppendTooLarge: () => ({
    status: 413,
    error: 'PayloadTooLarge',
    detail: 'The store takes no append of this size. Send fewer rows.',
  }),
  MediaTypeUnknown: () => ({
    status: 415,
    error: 'UnsupportedMediaType',
    detail: 'Send JSON as application/json in UTF-8, without a content encoding.',
  }),
  RequestInvalid: ({ faults }) => ({ status: 422, error: 'RequestValidationError', detail: faults }),
  InvalidInput: ({ faults }) => ({
    status: 422,
    error: 'RequestValidationError',
    detail: faults.map(({ path, problem, message }) => ({
      type: problem === 'missing' ? 'missing' : 'value_error',
      loc: ['body', ...path],
      msg: message,
      input: null,
    })),
  }),
  CommandIdReused: () => ({
    status: 422,
    error: 'IdempotencyKeyReused',
    detail: 'This Idempotency-Key was used for another request to this pool. Take a new one.',
  }),
  ResendLimited: (failure, now) => ({
    ...tooMany(Math.ceil((millisecondsOf(failure.retryAt) - now) / 1_000)),
    detail: explain(failure),
  }),
  TooManyRequests: ({ retryAfterSeconds }) => tooMany(retryAfterSeconds),

  Conflict: unavailable,
  StoreUnavailable: unavailable,
  OutcomeUnknown: unavailable,
  EngineClosed: unavailable,
  ReadModelBehind: unavailable,
  StoreRefused: internal,
  UnreadableEvent: internal,
  EngineDefect: internal,
  HostDefect: internal,
}

const tooMany = (seconds: number): Problem => ({
  status: 429,
  error: 'TooManyRequests',
  detail: 'Too many requests. Retry-After says in how many seconds to try again.',
  headers: { 'Retry-After': `${Math.max(1, seconds)}` },
})

/** The answer to a failure; `now` in milliseconds since 1970, for what says when to try again. */
export const problemOf = <Tag extends Failure['_tag']>(
  failure: Extract<Failure, { _tag: Tag }>,
  now: number,
): Problem => rowOf(failure._tag)(failure, now)

const rowOf = <Tag extends Failure['_tag']>(tag: Tag): Row<Tag> => TABLE[tag]

/** What lies behind a failure, for the log. */
export const causeOf = (failure: Failure): unknown => {
  switch (failure._tag) {
    case 'StoreUnavailable':
    case 'StoreRefused':
    case 'OutcomeUnknown':
    case 'EngineDefect':
    case 'HostDefect':
    case 'ReadModelBehind':
      return failure.cause
    case 'UnreadableEvent':
    case 'Conflict':
      return failure
    default:
      return undefined
  }
}
