import { Instant, integer, nullable, oneOf, type Pool, Product, struct, type Usage } from '@seat-ledger/core'
import type * as t from 'io-ts'
import { described, fraction, text } from './codecs.js'

const count = integer('Count', 0, Number.MAX_SAFE_INTEGER)

export const PoolBody = struct('SeatPool', {
  id: text,
  organization_id: text,
  subscription_id: nullable(text),
  order_id: nullable(text),
  customer_id: text,
  product: Product,
  capacity: count,
  status: oneOf('SeatPoolStatus', ['open', 'closed']),
  live_seats: described(count, 'Pending and claimed seats.'),
  available_seats: described(count, 'Seats that can be assigned; 0 for a closed pool.'),
  revision: described(count, 'Also the `ETag` of the answer; `If-Match` compares with it.'),
  created_at: Instant,
  closed_at: nullable(Instant),
})
export type PoolBody = t.OutputOf<typeof PoolBody>

/** A pool as the engine or the read model has it. */
export interface PoolFacts {
  readonly pool: Pool
  readonly live: number
  readonly available: number
  readonly revision: number
}

export const poolBody = ({ pool, live, available, revision }: PoolFacts): PoolBody => ({
  id: pool.id,
  organization_id: pool.organizationId,
  ...sourceIds(pool),
  customer_id: pool.customerId,
  product: pool.product,
  capacity: pool.capacity,
  status: pool.closedAt === null ? 'open' : 'closed',
  live_seats: live,
  available_seats: available,
  revision,
  created_at: pool.openedAt,
  closed_at: pool.closedAt,
})

const sourceIds = ({ source }: Pool): { subscription_id: string | null; order_id: string | null } => ({
  subscription_id: source.kind === 'subscription' ? source.id : null,
  order_id: source.kind === 'order' ? source.id : null,
})

export const UsageBody = struct('SeatUsage', {
  pool_id: described(nullable(text), 'Null for the usage of all pools of a customer.'),
  organization_id: text,
  customer_id: text,
  subscription_id: nullable(text),
  order_id: nullable(text),
  capacity: count,
  pending: described(count, 'Waiting for a claim, expired ones included.'),
  claimed: count,
  expired: described(count, 'Pending with a dead invitation.'),
  available: count,
  utilization: described(fraction, 'Live seats over capacity.'),
  high_water_mark: described(count, 'The most live seats that there ever were at once.'),
})
export type UsageBody = t.OutputOf<typeof UsageBody>

/** Of one pool, or of all pools of a customer. */
export type UsageOf = Pool | { readonly organizationId: string; readonly customerId: string }

export const usageBody = (of: UsageOf, usage: Usage): UsageBody => ({
  pool_id: 'id' in of ? of.id : null,
  organization_id: of.organizationId,
  customer_id: of.customerId,
  ...('id' in of ? sourceIds(of) : { subscription_id: null, order_id: null }),
  capacity: usage.capacity,
  pending: usage.pending,
  claimed: usage.claimed,
  expired: usage.expired,
  available: usage.available,
  utilization: usage.utilization,
  high_water_mark: usage.highWaterMark,
})
