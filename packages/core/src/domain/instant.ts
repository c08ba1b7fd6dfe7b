import { type Branded, brandedString } from './codec.js'

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/

/** A UTC instant as ISO 8601 with milliseconds and `Z`. One length and one zone, so text order is time order. */
export const Instant = brandedString(
  'Instant',
  (text) => INSTANT.test(text) && !Number.isNaN(Date.parse(text)),
  'must be a UTC time such as 2026-03-03T09:30:00.000Z',
  { pattern: INSTANT.source, format: 'date-time' },
)
export type Instant = Branded<'Instant'>

const LAST = 253_402_300_799_999

/** The instant `milliseconds` after 1970-01-01T00:00Z; beyond the year 9999 the last instant that has four digits. */
export const instantOf = (milliseconds: number): Instant =>
  new Date(Math.min(Math.max(0, milliseconds), LAST)).toISOString() as Instant

/** Milliseconds since 1970-01-01T00:00Z. */
export const millisecondsOf = (instant: Instant): number => Date.parse(instant)

/** `instant` moved by `seconds`, which may be negative. */
export const plusSeconds = (instant: Instant, seconds: number): Instant =>
  instantOf(millisecondsOf(instant) + seconds * 1000)

/** True only when `a` lies strictly before `b`. */
export const isBefore = (a: Instant, b: Instant): boolean => a < b
