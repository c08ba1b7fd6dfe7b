import { brandedString, Instant, integer, MESSAGE_TYPES, OrganizationId, oneOf } from '@seat-ledger/core'
import * as t from 'io-ts'

/*
 * The stored format of endpoint settings, one stream per organization. As in the ledger: names and fields are for ever,
 * and no secret is in any of them; a secret is derived from a key of the host and its number.
 */

/** Every organization's endpoints lie in a stream whose name begins with this. */
export const ENDPOINTS_PREFIX = 'webhook_endpoints-'

/** The id of an endpoint: `whe_` and random characters. */
export const EndpointId = brandedString(
  'EndpointId',
  (text) => /^whe_[A-Za-z0-9_-]{1,56}$/.test(text),
  'must be the id of an endpoint, such as whe_…',
)
/** See the codec. */
export type EndpointId = t.TypeOf<typeof EndpointId>

export const MessageTypeCodec = oneOf('MessageType', MESSAGE_TYPES)

/** Which secret messages are signed with: number 1, 2, … under a key id. */
export const SecretRef = t.strict({
  keyId: t.string,
  number: integer('SecretNumber', 1, Number.MAX_SAFE_INTEGER),
})
export type SecretRef = t.TypeOf<typeof SecretRef>

const EndpointCreated = t.strict({
  type: t.literal('EndpointCreated'),
  organizationId: OrganizationId,
  endpointId: EndpointId,
  url: t.string,
  types: t.readonlyArray(MessageTypeCodec),
  description: t.string,
  secret: SecretRef,
  at: Instant,
})

/** A field that is null stays as it was. */
const EndpointChanged = t.strict({
  type: t.literal('EndpointChanged'),
  endpointId: EndpointId,
  url: t.union([t.string, t.null]),
  types: t.union([t.readonlyArray(MessageTypeCodec), t.null]),
  description: t.union([t.string, t.null]),
  paused: t.union([t.boolean, t.null]),
  at: Instant,
})

/** A new secret; the one before signs too until `previousUntil`. */
const SecretRotated = t.strict({
  type: t.literal('SecretRotated'),
  endpointId: EndpointId,
  secret: SecretRef,
  previousUntil: Instant,
  at: Instant,
})

/** The receiver said that it is gone (410). Setting `paused: false` makes it active again. */
const EndpointDisabled = t.strict({
  type: t.literal('EndpointDisabled'),
  endpointId: EndpointId,
  detail: t.string,
  at: Instant,
})

const EndpointRemoved = t.strict({
  type: t.literal('EndpointRemoved'),
  endpointId: EndpointId,
  at: Instant,
})

/** Everything that can happen to an endpoint. */
export const EndpointEvent = t.union([
  EndpointCreated,
  EndpointChanged,
  SecretRotated,
  EndpointDisabled,
  EndpointRemoved,
])
export type EndpointEvent = t.TypeOf<typeof EndpointEvent>
