import type { Clock } from '@seat-ledger/core'
import type { RateLimit } from '../ports/rate-limit.js'

/** How often, in how long. */
export interface MemoryRateLimitOptions {
  /** Requests of one key in one window. */
  readonly limit: number
  /** How long a window is, in seconds. */
  readonly windowSeconds: number
  /** Tells when a window is over. */
  readonly clock: Clock
}

/** How many keys are counted before the windows that are over are forgotten. */
const SWEEP_AT = 10_000

/** Counts in fixed windows, in memory: each process counts for itself. Its size is bounded by the keys of one window. */
export const memoryRateLimit = ({ limit, windowSeconds, clock }: MemoryRateLimitOptions): RateLimit => {
  const windows = new Map<string, { count: number; readonly endsAt: number }>()
  let sweepAt = SWEEP_AT
  return (key) => {
    const now = clock.now()
    const open = windows.get(key)
    if (open !== undefined && now < open.endsAt) {
      open.count += 1
      return open.count <= limit ? 0 : Math.ceil((open.endsAt - now) / 1_000)
    }
    if (windows.size >= sweepAt) {
      for (const [old, window] of windows) if (now >= window.endsAt) windows.delete(old)
      sweepAt = Math.max(SWEEP_AT, windows.size * 2)
    }
    windows.set(key, { count: 1, endsAt: now + windowSeconds * 1_000 })
    return 0
  }
}
