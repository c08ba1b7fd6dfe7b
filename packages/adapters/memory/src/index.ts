export { memoryCheckpoints } from './checkpoints.js'
export { type MemoryOptions, memoryPlatform, memoryStore } from './platform.js'
