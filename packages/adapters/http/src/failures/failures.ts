import type { PoolId, SeatFailure } from '@seat-ledger/core'
import type { Scope } from '../ports/subject.js'
import type { BulkResultBody } from '../wire/bulk.js'

/** One thing that is wrong with a request, in the shape of the reference. */
export interface RequestFault {
  readonly type: 'missing' | 'value_error' | 'json_invalid'
  /** Where: `body`, `query`, `path` or `header`, then field names and positions in lists. */
  readonly loc: readonly (string | number)[]
  readonly msg: string
  /** What was given, cut short; null for objects, lists and everything that may be a secret. */
  readonly input: string | number | boolean | null
}

/** What stands between a request and the engine. Told apart by `_tag`, as the engine's failures are. */
type RequestFailure =
  | { readonly _tag: 'RequestInvalid'; readonly faults: readonly RequestFault[] }
  /** A list that says no pool and no owner. */
  | { readonly _tag: 'SelectorMissing'; readonly detail: string }
  | { readonly _tag: 'UrlMalformed' }
  | { readonly _tag: 'Unauthenticated'; readonly tokenGiven: boolean }
  | { readonly _tag: 'ScopeMissing'; readonly scopes: readonly Scope[] }
  | { readonly _tag: 'NotPermitted'; readonly detail: string }
  | { readonly _tag: 'FeatureNotEnabled' }
  /** Also for everything of another tenant. */
  | { readonly _tag: 'NotFound'; readonly detail: string }
  | { readonly _tag: 'MethodUnknown'; readonly allowed: readonly string[] }
  | { readonly _tag: 'MediaTypeUnknown' }
  | { readonly _tag: 'BodyTooLarge'; readonly bytes: number }
  | { readonly _tag: 'PreconditionMalformed' }
  /** The subscription or order has an open pool of another id. */
  | { readonly _tag: 'SourceTaken'; readonly poolId: PoolId }
  /** A closed pool stays closed; its subscription or order may have another one. */
  | { readonly _tag: 'PoolStaysClosed' }
  /** Nothing can be sent to the endpoint: it is paused, disabled, or run by another process. */
  | { readonly _tag: 'EndpointNotActive' }
  /** This server runs no webhooks. */
  | { readonly _tag: 'WebhooksOff' }
  | { readonly _tag: 'TooManyRequests'; readonly retryAfterSeconds: number }
  | { readonly _tag: 'BulkRefused'; readonly result: BulkResultBody }
  /** The read model did not come as far as was written in time, or has ended. */
  | { readonly _tag: 'ReadModelBehind'; readonly cause: unknown }
  /** A port of the host threw, or the API has a bug. */
  | { readonly _tag: 'HostDefect'; readonly cause: unknown }

/** Everything that a request can be answered with instead of what it asked for. */
export type Failure = SeatFailure | RequestFailure

export const notFound = (
  what: 'Subscription' | 'Order' | 'Seat' | 'Pool' | 'Webhook endpoint' | 'Delivery',
): Failure => ({
  _tag: 'NotFound',
  detail: `${what} not found`,
})

/** A token that is no good, in the words of the reference. */
export const DEAD_TOKEN = 'Invalid or expired invitation token'

/** A genuine token that came too late. */
export const EXPIRED_TOKEN = 'Invitation expired, ask for a new one'
