import type { Pool } from '../domain/ledger.js'

/** A pool as the outside sees it, over HTTP and in webhooks. */
export interface PublishedPool {
  readonly id: string
  readonly organization_id: string
  readonly subscription_id: string | null
  readonly order_id: string | null
  /** The team owner. */
  readonly customer_id: string
  readonly product: { readonly id: string; readonly name: string }
  readonly capacity: number
  readonly status: 'open' | 'closed'
  readonly live_seats: number
  /** 0 for a closed pool. */
  readonly available_seats: number
  /** The ledger's revision: the pool's `ETag`. */
  readonly revision: number
  readonly created_at: string
  readonly closed_at: string | null
}

/** Writes a pool for the outside. */
export const publishedPool = (pool: Pool, live: number, revision: number): PublishedPool => ({
  id: pool.id,
  organization_id: pool.organizationId,
  subscription_id: pool.source.kind === 'subscription' ? pool.source.id : null,
  order_id: pool.source.kind === 'order' ? pool.source.id : null,
  customer_id: pool.customerId,
  product: { id: pool.product.id, name: pool.product.name },
  capacity: pool.capacity,
  status: pool.closedAt === null ? 'open' : 'closed',
  live_seats: live,
  available_seats: pool.closedAt === null ? Math.max(0, pool.capacity - live) : 0,
  revision,
  created_at: pool.openedAt,
  closed_at: pool.closedAt,
})
