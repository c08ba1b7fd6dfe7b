import { Instant, instantOf } from '@seat-ledger/core'
import { InvalidArgumentError } from 'commander'

/** Reads a UTC time: a day (its first instant), or a time with Z. */
export const utcTime = (text: string): Instant => {
  const whole = /^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00Z` : text
  const ms = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?Z$/.test(whole) ? Date.parse(whole) : Number.NaN
  if (Number.isNaN(ms))
    throw new InvalidArgumentError('It must be a UTC time such as 2026-03-03 or 2026-03-03T09:30:00Z.')
  const instant = instantOf(ms)
  if (!Instant.is(instant)) throw new InvalidArgumentError('It must be of the years 1970 to 9999.')
  return instant
}
