import type { SeatId } from '../domain/ids.js'
import type { Instant } from '../domain/instant.js'
import type { Ledger, Pool, Seat } from '../domain/ledger.js'
import type { Holder } from '../domain/values.js'
import type { Benefit } from '../ports/benefits.js'

/** Whether a holder is to have what their seat is for, and since when. */
export interface Standing {
  readonly granted: boolean
  readonly benefit: Benefit
  readonly since: Instant
}

/** How a seat stands that somebody claimed; undefined for one that nobody ever did. */
export const standingOf = ({ pool, seats }: Ledger, seatId: SeatId): Standing | undefined => {
  const seat = seats.get(seatId)
  if (pool === null || seat === undefined || seat.status === 'pending' || seat.holder === null)
    return undefined
  return {
    granted: seat.status === 'claimed',
    benefit: benefitOf(pool, seat, seat.holder),
    since: seat.status === 'claimed' ? seat.claimedAt : seat.revokedAt,
  }
}

const benefitOf = (pool: Pool, seat: Seat, holder: Holder): Benefit => ({
  key: seat.id,
  organizationId: pool.organizationId,
  poolId: pool.id,
  ownerId: pool.customerId,
  source: pool.source,
  product: pool.product,
  holder,
  email: seat.email.typed,
  metadata: seat.metadata,
})
