export type { OpenCall, Rpc } from './calls.js'
export { Calls } from './calls.js'
export { EsdbTestServer, type ServerOptions } from './esdb-test-server.js'
export type {
  CallAction,
  DeliveryAction,
  DeliveryFault,
  Fault,
  ServiceFault,
  SignalFault,
  StreamMatch,
  WriteFault,
} from './faults/fault.js'
export { FaultPlan, type Odds, type Planned } from './faults/fault-plan.js'
export { type Random, seeded } from './faults/random.js'
export { type Ended, type ProcessOptions, type ServerProcess, spawnServer } from './server-process.js'
export type { Member } from './services/gossip.js'
export { FileJournal } from './store/journal.js'
export type { AppendOutcome, DeleteOutcome, Expected, Proposed, Recorded } from './store/model.js'
export { type AllRead, readAll, readStream, type StreamRead } from './store/reading.js'
export { Store, type StoreOptions } from './store/store.js'
export { TcpProxy } from './tcp-proxy.js'
