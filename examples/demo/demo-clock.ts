import { setTimeout as wait } from 'node:timers/promises'
import type { Clock } from '@seat-ledger/core'

/** A clock that starts at `start` and can be moved, so that the demo need not wait a day for an invitation to expire. */
export const demoClock = (
  start: string,
): Clock & { readonly pass: (hours: number, minutes?: number) => void } => {
  let now = Date.parse(start)
  return {
    now: () => now,
    // An abort ends the wait like its time does.
    sleep: (milliseconds, signal) => wait(milliseconds, undefined, signal && { signal }).catch(() => {}),
    pass: (hours, minutes = 0) => {
      now += (hours * 60 + minutes) * 60_000
    },
  }
}
