import type { Clock } from '@seat-ledger/core'

/** A Node timer that is set for longer fires at once. */
const LONGEST_TIMER = 2 ** 31 - 1

/** The time of this machine. A sleep keeps the process alive: a command waits on it. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: async (milliseconds) => {
    for (let left = milliseconds; left > 0; left -= LONGEST_TIMER) await timer(Math.min(left, LONGEST_TIMER))
  },
}

const timer = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds))
