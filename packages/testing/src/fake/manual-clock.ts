// The timer that this file waits on must not be the one that a test has replaced.
import { setImmediate } from 'node:timers'
import { type Clock, type Instant, millisecondsOf } from '@seat-ledger/core'

/** A clock that a test moves. Nothing in it waits for real time. */
export interface ManualClock extends Clock {
  /**
   * Moves time on, waking each sleeper at its time and in that order, and lets it act, so that a sleep which begins on
   * the way and ends on the way is woken too. Settles when all have acted.
   */
  advance(milliseconds: number): Promise<void>
  /** Sets the time at once, also backwards. Wakes the sleepers whose time has come, and does not wait for them. */
  set(time: number | Instant): void
  /** How long the next sleeper to wake has still to sleep; waits until there is one. */
  nextSleep(): Promise<number>
}

interface Sleeper {
  readonly until: number
  readonly wake: () => void
}

/** A clock that stands at `start` (milliseconds since 1970, or an instant) until a test moves it. */
export const manualClock = (start: number | Instant): ManualClock => {
  let now = toMilliseconds(start)
  let sleepers: readonly Sleeper[] = []
  const waiting = new Set<() => void>()

  const wakeDue = (): void => {
    for (const { until, wake } of sleepers) if (until <= now) wake()
  }

  return {
    now: () => now,
    sleep: (milliseconds, signal) =>
      new Promise((resolve) => {
        if (!(milliseconds > 0) || signal?.aborted === true) return resolve()
        const wake = (): void => {
          sleepers = sleepers.filter((other) => other !== sleeper)
          signal?.removeEventListener('abort', wake)
          resolve()
        }
        const sleeper: Sleeper = { until: now + milliseconds, wake }
        // Sorted by time, and at one time by who came first.
        sleepers = [...sleepers, sleeper].sort((a, b) => a.until - b.until)
        signal?.addEventListener('abort', wake, { once: true })
        for (const notice of waiting) notice()
        waiting.clear()
      }),
    advance: async (milliseconds) => {
      const end = now + milliseconds
      await everybodyActs()
      for (let next = sleepers[0]; next !== undefined && next.until <= end; next = sleepers[0]) {
        now = next.until
        wakeDue()
        await everybodyActs()
      }
      now = end
    },
    set: (time) => {
      now = toMilliseconds(time)
      wakeDue()
    },
    nextSleep: async () => {
      while (sleepers.length === 0) await new Promise<void>((notice) => waiting.add(notice))
      return Math.max(0, (sleepers[0]?.until ?? now) - now)
    },
  }
}

const toMilliseconds = (time: number | Instant): number =>
  typeof time === 'number' ? time : millisecondsOf(time)

/** Lets everything run that waits for nothing but its turn. */
const everybodyActs = (): Promise<void> => new Promise((resolve) => setImmediate(() => resolve()))
