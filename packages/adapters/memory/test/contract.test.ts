import {
  checkpointsContract,
  eventStoreContract,
  feedContract,
  snapshotsContract,
} from '@seat-ledger/testing/contracts'
import { memoryCheckpoints, memorySnapshots, memoryStore } from '../src/index.js'

eventStoreContract('memory', memoryStore)
feedContract('memory', memoryStore)
checkpointsContract('memory', () => ({ checkpoints: memoryCheckpoints() }))
snapshotsContract('memory', () => ({ snapshots: memorySnapshots() }))

const shared = memoryStore()
eventStoreContract('a memory store shared by all cases', () => shared)
feedContract('a memory store shared by all cases', () => shared)
