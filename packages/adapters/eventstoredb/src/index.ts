export type { CallOptions, ClientFactory, EsdbClient } from './connection/esdb-client.js'
export { type EventStoreDb, type EventStoreDbWorld, openEventStoreDb } from './event-store-db.js'
export { type EventStoreDbOptions, eventStoreDbFromEnvironment } from './options.js'
