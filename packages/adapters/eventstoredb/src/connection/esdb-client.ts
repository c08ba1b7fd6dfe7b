import type { Credentials, EventStoreDBClient } from '@eventstore/db-client'

/** All that this package touches of the client. */
export type EsdbClient = Pick<
  EventStoreDBClient,
  | 'appendToStream'
  | 'setStreamMetadata'
  | 'readStream'
  | 'readAll'
  | 'subscribeToAll'
  | 'createPersistentSubscriptionToAll'
  | 'subscribeToPersistentSubscriptionToAll'
  | 'getPersistentSubscriptionToAllInfo'
  | 'replayParkedMessagesToAll'
  | 'dispose'
>

/**
 * Makes a client. `nth` is another number each time: an option that depends on it (`keepAliveTimeout: 10_000 + nth`)
 * gives every client a TCP connection of its own, where grpc-js would let equal clients share one.
 */
export type ClientFactory = (nth: number) => EsdbClient

/** What every call of the client is given. */
export interface CallOptions {
  /** Their presence on an append selects the unary `Append`, which has a deadline and fails alone. */
  readonly credentials?: Credentials
}
