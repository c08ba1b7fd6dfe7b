import { type Instant, utcInstant } from '@seat-ledger/core'
import { InvalidArgumentError } from 'commander'

/** Reads a UTC time: a day (its first instant), or a time with Z. */
export const utcTime = (text: string): Instant => {
  const instant = utcInstant(text)
  if (instant !== undefined) return instant
  throw new InvalidArgumentError('It must be a UTC time such as 2026-03-03 or 2026-03-03T09:30:00Z.')
}
