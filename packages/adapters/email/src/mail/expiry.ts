import { type Instant, millisecondsOf } from '@seat-ledger/core'

const PARTS = new Intl.DateTimeFormat('en-GB', {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  timeZone: 'UTC',
})

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** When an invitation ends, in English: `until Friday, 6 March 2026, 14:00 UTC (7 days)`, counted from `sentAt`. */
export const expiryInWords = (expiresAt: Instant, sentAt: Instant): string => {
  const date = new Map(PARTS.formatToParts(millisecondsOf(expiresAt)).map(({ type, value }) => [type, value]))
  const day = `${date.get('weekday')}, ${date.get('day')} ${date.get('month')} ${date.get('year')}`
  const left = millisecondsOf(expiresAt) - millisecondsOf(sentAt)
  return `until ${day}, ${expiresAt.slice(11, 16)} UTC (${duration(left)})`
}

/** To the nearest of the largest unit that is two or more of it. */
const duration = (milliseconds: number): string => {
  if (milliseconds >= 1.5 * DAY) return counted(milliseconds / DAY, 'day')
  if (milliseconds >= 1.5 * HOUR) return counted(milliseconds / HOUR, 'hour')
  return counted(Math.max(1, milliseconds / MINUTE), 'minute')
}

const counted = (amount: number, unit: string): string => {
  const count = Math.round(amount)
  return `${count} ${unit}${count === 1 ? '' : 's'}`
}
