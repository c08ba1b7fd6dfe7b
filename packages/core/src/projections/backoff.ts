import type { Clock } from '../ports/clock.js'

const FIRST_MS = 100
const LONGEST_MS = 10_000

/** Waits between the tries of something that fails: 100 ms, then twice as long each time, up to 10 s. */
export class Backoff {
  private readonly clock: Clock
  private readonly signal: AbortSignal
  private failures: number

  constructor(clock: Clock, signal: AbortSignal) {
    this.clock = clock
    this.signal = signal
    this.failures = 0
  }

  /** It worked. */
  reset(): void {
    this.failures = 0
  }

  /** Settles when it is time to try again, or at once when the signal says so. */
  async wait(): Promise<void> {
    if (this.signal.aborted) return
    const milliseconds = Math.min(LONGEST_MS, FIRST_MS * 2 ** this.failures)
    this.failures += 1
    await unlessAborted(this.clock.sleep(milliseconds), this.signal)
  }
}

const unlessAborted = (work: Promise<void>, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const settle = (): void => {
      signal.removeEventListener('abort', settle)
      resolve()
    }
    signal.addEventListener('abort', settle, { once: true })
    work.then(settle, settle)
  })
