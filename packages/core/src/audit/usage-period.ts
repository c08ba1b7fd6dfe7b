import type { Instant } from '../domain/instant.js'
import type { Usage } from '../projections/usage.js'

/** How a pool was used at an edge between two periods: exactly what `ledgerAsOf` says of this instant. */
export type UsageAtEdge = Omit<Usage, 'highWaterMark'>

/** One period: `from` is part of it, `to` is not. */
export interface UsagePeriod {
  readonly from: Instant
  readonly to: Instant
  /** As of `from`. */
  readonly opening: UsageAtEdge
  /** As of `to`: the next period's opening, with what took effect at that very instant. */
  readonly closing: UsageAtEdge
  /** The most live seats at once within the period. */
  readonly highWaterMark: number
  /** Live seats added up over time: one seat held for 24 hours is 1. What a biller multiplies with a price. */
  readonly seatDays: number
  /** Seats that were assigned. */
  readonly assigned: number
  /** Seats that were claimed. */
  readonly claimed: number
  /** Seats that ended, whatever the cause. */
  readonly revoked: number
  /** Half of the claimed invitations took so long or less, in seconds since the assignment; immediate claims do not count. Null for none. */
  readonly medianSecondsToClaim: number | null
}
