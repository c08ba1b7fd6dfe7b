import { type Instant, millisecondsOf } from '../domain/instant.js'

/** The length of a period of UTC: hours and days of fixed length, months of the calendar. */
export type PeriodLength = 'hour' | 'day' | 'month'

/** How many periods one answer may have. */
export const MAX_PERIODS = 10_000

/** From `from` (included) to `to` (not included), cut where UTC hours, days or months begin. */
export interface PeriodRequest {
  readonly from: Instant
  readonly to: Instant
  readonly period: PeriodLength
}

const HOUR = 3_600_000
const DAY = 24 * HOUR

/**
 * The edges of the periods in milliseconds: `from`, every beginning of a UTC period in between, `to`. So the first and
 * the last period may be shorter. Undefined when `from` is not before `to` or there are more than `MAX_PERIODS`.
 */
export const edgesOf = ({ from, to, period }: PeriodRequest): readonly number[] | undefined => {
  const [first, last] = [millisecondsOf(from), millisecondsOf(to)]
  if (first >= last) return undefined
  const edges = [first]
  for (let edge = nextEdge(first, period); edge < last; edge = nextEdge(edge, period)) {
    if (edges.length >= MAX_PERIODS) return undefined
    edges.push(edge)
  }
  return [...edges, last]
}

const nextEdge = (milliseconds: number, period: PeriodLength): number => {
  if (period === 'hour') return (Math.floor(milliseconds / HOUR) + 1) * HOUR
  if (period === 'day') return (Math.floor(milliseconds / DAY) + 1) * DAY
  const date = new Date(milliseconds)
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1)
}
