import { type Clock, type Instant, millisecondsOf } from '@seat-ledger/core'
import { systemClock } from '@seat-ledger/node'

/** A clock whose hands a test moves; they stand still in between, unless it is `running`, and whose sleepers sleep real time: whoever gives way wakes up again. */
export interface SteppedClock extends Clock {
  advance(milliseconds: number): void
}

export const steppedClock = (start: Instant, running: boolean): SteppedClock => {
  let now = millisecondsOf(start)
  const began = Date.now()
  return {
    now: () => now + (running ? Date.now() - began : 0),
    sleep: systemClock.sleep,
    advance: (milliseconds) => {
      now += milliseconds
    },
  }
}
