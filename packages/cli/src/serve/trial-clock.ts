import type { Clock } from '@seat-ledger/core'
import { systemClock } from '@seat-ledger/node'
import { InvalidArgumentError } from 'commander'

/** What `--now` asks for: the clock of the trial, and how the greeting calls it. */
export interface TrialClock {
  readonly clock: Clock
  readonly description: string
}

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?Z$/
const SHIFT = /^([+-])(\d{1,6})(s|m|h|d)$/
const MILLISECONDS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** Reads `2026-03-03T00:00:00Z` (time stands still) or `+2d`, `-90m`, `+30s`, `+6h` (time runs, elsewhere). */
export const trialClock = (text: string): TrialClock => {
  if (INSTANT.test(text) && !Number.isNaN(Date.parse(text))) {
    const instant = Date.parse(text)
    return { clock: { ...systemClock, now: () => instant }, description: `stands at ${text}` }
  }
  const [, sign, amount, unit = ''] = SHIFT.exec(text) ?? []
  const milliseconds = MILLISECONDS[unit]
  if (milliseconds === undefined) {
    throw new InvalidArgumentError(
      'It must be a UTC time such as 2026-03-03T00:00:00Z, or a shift such as +2d or -90m.',
    )
  }
  const shift = Number(`${sign}${amount}`) * milliseconds
  return {
    clock: { ...systemClock, now: () => systemClock.now() + shift },
    description: `runs ${text} from now`,
  }
}
