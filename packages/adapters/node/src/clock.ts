import type { Clock } from '@seat-ledger/core'

/** A Node timer that is set for longer fires at once. */
const LONGEST_TIMER = 2 ** 31 - 1

/** The time of this machine. A sleep keeps the process alive: a command waits on it. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: async (milliseconds, signal) => {
    for (let left = milliseconds; left > 0 && signal?.aborted !== true; left -= LONGEST_TIMER) {
      await timer(Math.min(left, LONGEST_TIMER), signal)
    }
  },
}

/** Leaves neither timer nor listener behind: the one would keep the process, the other the signal. */
const timer = (milliseconds: number, signal: AbortSignal | undefined): Promise<void> =>
  new Promise((resolve) => {
    const wake = (): void => {
      clearTimeout(timeout)
      signal?.removeEventListener('abort', wake)
      resolve()
    }
    const timeout = setTimeout(wake, milliseconds)
    signal?.addEventListener('abort', wake, { once: true })
  })
