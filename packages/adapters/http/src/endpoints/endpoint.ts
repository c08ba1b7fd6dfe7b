import type { CorrelationId } from '@seat-ledger/core'
import * as E from 'fp-ts/lib/Either.js'
import type * as t from 'io-ts'
import { type Access, admit, type StaffAccess } from '../call/bearer.js'
import { type Body, readBody } from '../call/body.js'
import { type InputCodecs, type Inputs, readInputs } from '../call/inputs.js'
import { type Preconditions, preconditionsOf } from '../call/preconditions.js'
import type { Failure } from '../failures/failures.js'
import { isNoBody } from '../wire/codecs.js'
import { type Customer, customerOf, type Staff, staffOf } from './callers.js'
import type { Services } from './services.js'

/** A request on its way to its endpoint. */
export interface Arrival {
  readonly request: Request
  readonly requestId: CorrelationId
  /** The client's address, where the host knows it. */
  readonly address: string | undefined
  readonly path: { readonly [name: string]: string }
  readonly query: URLSearchParams | null
  /** Whose data it turns out to be about, for the report. */
  readonly about: { organizationId: string | undefined }
}

/** A request that was let in and read. */
export interface Call<Path, Query, Payload, Caller> extends Inputs<Path, Query, Payload>, Preconditions {
  readonly caller: Caller
  readonly arrival: Arrival
  readonly services: Services
}

/** What an endpoint answers. */
interface Reply {
  readonly status: number
  /** JSON, a `JsonText` or a `TextStream`; undefined for an answer without a body. */
  readonly body: unknown
  readonly headers?: { readonly [name: string]: string }
}

/** The answer of an endpoint, or why there is none. */
export type Answer = E.Either<Failure, Reply>

/** What the OpenAPI document says of an endpoint. */
export interface Operation {
  readonly operationId: string
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** With `{name}` for what varies. */
  readonly path: string
  readonly tag: 'Seats' | 'Claim' | 'Customer portal' | 'Seat pools' | 'Audit' | 'Webhooks'
  readonly summary: string
  readonly description?: string
  readonly access: Access
  readonly inputs: { readonly path: t.Mixed; readonly query: t.Mixed; readonly body: t.Mixed }
  /** Bytes of the body. */
  readonly bodyLimit?: number
  /** Whether `If-Match`, and for reads `If-None-Match`, is obeyed. */
  readonly conditional?: boolean
  /** True for what changes something and does not look at `Idempotency-Key`. */
  readonly unkeyed?: boolean
  /** The codecs of the answers that are not errors, by status. */
  readonly replies: { readonly [status: number]: t.Mixed | null }
  /** The codecs of the lines that a 200 has for who accepts `application/x-ndjson`. */
  readonly lines?: readonly t.Mixed[]
  /** Codecs of answers that are errors and hold more than the usual body. */
  readonly richErrors?: { readonly [status: number]: t.Mixed }
  /** Statuses of errors that come neither from the token nor from the shape of the request. */
  readonly errors: readonly number[]
}

/** An endpoint, with its types forgotten. */
export interface Endpoint {
  readonly operation: Operation
  readonly run: (arrival: Arrival, services: Services) => Promise<Answer>
}

type Spec<Path, Query, Payload, A extends Access> = Omit<Operation, 'inputs' | 'access'> & {
  readonly access: A
  readonly inputs: InputCodecs<Path, Query, Payload>
}

type Handle<Path, Query, Payload, Caller> = (call: Call<Path, Query, Payload, Caller>) => Promise<Answer>

/** An endpoint for tokens of organizations and of people who work for them. */
export const staffEndpoint = <Path, Query, Payload>(
  spec: Spec<Path, Query, Payload, StaffAccess>,
  handle: Handle<Path, Query, Payload, Staff>,
): Endpoint => ({
  operation: spec,
  run: async (arrival, services) => {
    const subject = await admit(
      arrival.request.headers.get('authorization'),
      spec.access,
      services.authenticate,
    )
    if (E.isLeft(subject)) return subject
    if (subject.right.kind === 'customer_session')
      return E.left({ _tag: 'Unauthenticated', tokenGiven: true })
    const wanted = arrival.query?.get('organization_id') ?? undefined
    const caller = await staffOf(subject.right, wanted, services)
    return E.isLeft(caller) ? caller : carryOut(spec, handle, caller.right, arrival, services)
  },
})

/** An endpoint for customers' sessions. */
export const customerEndpoint = <Path, Query, Payload>(
  spec: Spec<Path, Query, Payload, { kind: 'customer'; need: 'read' | 'write' }>,
  handle: Handle<Path, Query, Payload, Customer>,
): Endpoint => ({
  operation: spec,
  run: async (arrival, services) => {
    const subject = await admit(
      arrival.request.headers.get('authorization'),
      spec.access,
      services.authenticate,
    )
    if (E.isLeft(subject)) return subject
    if (subject.right.kind !== 'customer_session')
      return E.left({ _tag: 'Unauthenticated', tokenGiven: true })
    const caller = await customerOf(subject.right, services)
    return E.isLeft(caller) ? caller : carryOut(spec, handle, caller.right, arrival, services)
  },
})

/** An endpoint for everybody. It is rate limited by address before anything is read. */
export const publicEndpoint = <Path, Query, Payload>(
  spec: Spec<Path, Query, Payload, { kind: 'public' }>,
  handle: Handle<Path, Query, Payload, null>,
): Endpoint => ({
  operation: spec,
  run: async (arrival, services) => {
    const wait = await services.claimLimit(arrival.address ?? 'unknown')
    if (wait > 0) return E.left({ _tag: 'TooManyRequests', retryAfterSeconds: wait })
    return carryOut(spec, handle, null, arrival, services)
  },
})

const BODY_LIMIT = 64 * 1024

const carryOut = async <Path, Query, Payload, Caller>(
  spec: Spec<Path, Query, Payload, Access>,
  handle: Handle<Path, Query, Payload, Caller>,
  caller: Caller,
  arrival: Arrival,
  services: Services,
): Promise<Answer> => {
  const { request, path, query } = arrival
  let body: Body | null = null
  if (!isNoBody(spec.inputs.body)) {
    const read = await readBody(request, spec.bodyLimit ?? BODY_LIMIT)
    if (E.isLeft(read)) return read
    body = read.right
  }
  const idempotencyKey = request.headers.get('idempotency-key')
  const inputs = readInputs(spec.inputs, { path, query, body, idempotencyKey })
  if (E.isLeft(inputs)) return inputs
  const preconditions = preconditionsOf(request.headers, spec.conditional === true)
  if (E.isLeft(preconditions)) return preconditions
  return handle({ ...inputs.right, ...preconditions.right, caller, arrival, services })
}
