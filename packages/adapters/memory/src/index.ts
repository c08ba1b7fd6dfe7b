export { memoryCheckpoints } from './checkpoints.js'
export { type MemoryOptions, memoryPlatform, memoryStore } from './platform.js'
export { memorySnapshots } from './snapshots.js'
