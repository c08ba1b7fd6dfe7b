import type { CustomerId, OrganizationId, Pool, PoolId, Seat, SeatId } from '@seat-ledger/core'
import type { SqlRow } from '../driver/driver.js'
import { bytesOf, textIn } from '../driver/text.js'

/** How many seats of each status; `live` is not kept, it is the sum of two. */
export interface Counts {
  pending: number
  claimed: number
  revoked: number
}

/** A pool's row, as the fold works on it. */
export interface PoolRow extends Counts {
  readonly key: number
  readonly organization: number
  readonly owner: OwnerRow
  facts: Pool
  revision: number
  highWaterMark: number
}

/** An owner's row: the sums over the pools. */
export interface OwnerRow extends Counts {
  readonly key: number
  /** Seats of the open pools. */
  capacity: number
  /** Free seats of the open pools. */
  available: number
  pools: number
  highWaterMark: number
}

/** A seat's row. */
export interface SeatRow {
  readonly key: number
  readonly pool: PoolRow
  seat: Seat
}

/** The code of each status in the table. Their order is that of a life, and for ever. */
export const STATUS: { readonly [Status in Seat['status']]: number } = { pending: 0, claimed: 1, revoked: 2 }

export const liveIn = ({ pending, claimed }: Pick<Counts, 'pending' | 'claimed'>): number => pending + claimed

/** How many more seats a pool takes. */
export const availableIn = (pool: Pick<PoolRow, 'facts' | 'pending' | 'claimed'>): number =>
  pool.facts.closedAt === null ? Math.max(0, pool.facts.capacity - liveIn(pool)) : 0

/** The seats of an open pool. */
export const openCapacity = ({ facts }: Pick<PoolRow, 'facts'>): number =>
  facts.closedAt === null ? facts.capacity : 0

/** The customer who holds the seat, or held it when it was revoked. */
export const holderOf = (seat: Seat): CustomerId | null =>
  seat.status === 'pending' ? null : (seat.holder?.customerId ?? null)

/** When a pending seat's invitation dies; null for other seats. */
export const expiryOf = (seat: Seat): string | null =>
  seat.status === 'pending' ? seat.invitation.expiresAt : null

/** What `poolsBySource` is asked with; ids hold no colon. */
export const sourceKey = ({ kind, id }: Pool['source']): string => `${kind}:${id}`

/** The columns of `pools` as p that a `PoolRow` is made of. */
export const POOL_COLUMNS = `p.key, p.owner, p.revision, p.pending, p.claimed, p.revoked, p.high_water_mark,
  ${bytesOf('p.pool')} AS pool`

/** The columns of `owners` that an `OwnerRow` is made of. */
export const OWNER_COLUMNS = 'key, capacity, available, pending, claimed, revoked, pools, high_water_mark'

/** The pool of a row, `pools` being p. */
export const POOL_JSON = `${bytesOf('p.pool')} AS pool`

/** The seat of a row, `seats` being s. */
export const SEAT_JSON = `${bytesOf('s.seat')} AS seat`

/** A pool as the fold wrote it. The table is derived from the log, so its text is trusted as long as it is JSON. */
export const poolIn = (row: SqlRow): Pool => JSON.parse(textIn(row.pool)) as Pool

/** A seat as the fold wrote it. */
export const seatIn = (row: SqlRow): Seat => JSON.parse(textIn(row.seat)) as Seat

export const numberIn = (row: SqlRow | undefined, column: string): number => Number(row?.[column] ?? 0)

export const countsIn = (row: SqlRow): Counts => ({
  pending: numberIn(row, 'pending'),
  claimed: numberIn(row, 'claimed'),
  revoked: numberIn(row, 'revoked'),
})

/** What names a pool: its tenant and its id. */
export interface PoolName {
  readonly organizationId: OrganizationId
  readonly poolId: PoolId
}

/** What names a seat within a batch. */
export const seatName = (pool: PoolRow, seatId: SeatId): string => `${pool.key} ${seatId}`
