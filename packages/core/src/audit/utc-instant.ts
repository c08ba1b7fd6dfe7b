import { Instant } from '../domain/instant.js'

const DAY = /^\d{4}-\d\d-\d\d$/
const TIME = /^(\d{4}-\d\d-\d\dT\d\d:\d\d)(?::(\d\d)(?:\.(\d{1,3}))?)?Z$/

/**
 * The UTC instant that an auditor types: `2026-03-03` (the first instant of the day), `2026-03-03T09:30Z`, or with
 * seconds and up to three decimals. Undefined for anything else: another zone or none, a day that no month has, and years
 * before 1970.
 */
export const utcInstant = (text: string): Instant | undefined => {
  const [, minute, seconds = '00', decimals = ''] = TIME.exec(DAY.test(text) ? `${text}T00:00Z` : text) ?? []
  const whole = `${minute}:${seconds}.${decimals.padEnd(3, '0')}Z`
  const ms = minute === undefined ? Number.NaN : Date.parse(whole)
  // Of the 30th of February, Date.parse makes a day of March.
  if (!(ms >= 0) || new Date(ms).toISOString() !== whole) return undefined
  return Instant.is(whole) ? whole : undefined
}
