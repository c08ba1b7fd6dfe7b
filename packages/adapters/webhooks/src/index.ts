export { DEFAULT_TYPES, MESSAGE_TYPES, type Message, type MessageType } from '@seat-ledger/core'
export { Delivery, type DeliveryPage } from './delivery/delivery-log.js'
export { AddressForbidden, type NetworkPolicy, networkProblem } from './delivery/network-policy.js'
export type { MessagePlace, ParkedMessage } from './delivery/places.js'
export type { Post, PostResult, WebhookTransport } from './delivery/transport.js'
export { type TransportOptions, undiciTransport } from './delivery/undici-transport.js'
export type { Endpoint, SigningSecret } from './endpoints/endpoint.js'
export {
  type EndpointAnswer,
  EndpointBook,
  type EndpointFailure,
  type EndpointNotFound,
} from './endpoints/endpoint-book.js'
export { EndpointId, type SecretRef } from './endpoints/endpoint-events.js'
export { ChangeEndpoint, CreateEndpoint } from './endpoints/endpoint-inputs.js'
export type { RunnerStatus } from './endpoints/runners.js'
export { type SignedMessage, sign } from './signature/sign.js'
export {
  type ReceivedMessage,
  type SignatureInvalid,
  type VerifiedMessage,
  verify,
} from './signature/verify.js'
export {
  type EndpointNotActive,
  type PingResult,
  Webhooks,
  type WebhooksOptions,
} from './webhooks.js'
