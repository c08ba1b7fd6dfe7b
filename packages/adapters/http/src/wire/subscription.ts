import { Instant, integer, nullable, type Pool, struct } from '@seat-ledger/core'
import * as t from 'io-ts'
import type { Organization } from '../ports/organizations.js'
import { described, flag, listOf, text } from './codecs.js'
import { Pagination } from './seat.js'

/*
 * The reference's client wants whole subscriptions with prices and periods, of which a ledger of seats knows nothing. So
 * these are the keys that it insists on. A host that has the facts gives them (`subscriptionFacts`); else they hold what
 * says least: no amount, no prices, and a period from the opening of the pool to its end.
 */

const whole = integer('Integer', Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)
const anything = listOf(t.unknown)

const PortalSettings = struct('PortalSettings', {
  usage: struct('PortalUsageSettings', { show: flag }),
  subscription: struct('PortalSubscriptionSettings', { update_seats: flag, update_plan: flag }),
})

const SubscriptionOrganization = struct('SubscriptionOrganization', {
  id: text,
  created_at: Instant,
  modified_at: nullable(Instant),
  name: text,
  slug: text,
  avatar_url: nullable(text),
  proration_behavior: text,
  allow_customer_updates: flag,
  customer_portal_settings: PortalSettings,
})

const SubscriptionProduct = struct('SubscriptionProduct', {
  id: text,
  created_at: Instant,
  modified_at: nullable(Instant),
  name: text,
  description: nullable(text),
  visibility: text,
  trial_interval: nullable(text),
  trial_interval_count: nullable(whole),
  recurring_interval: nullable(text),
  recurring_interval_count: nullable(whole),
  meter_interval: nullable(text),
  meter_interval_count: nullable(whole),
  is_recurring: flag,
  is_archived: flag,
  organization_id: text,
  prices: anything,
  benefits: anything,
  medias: anything,
  organization: SubscriptionOrganization,
})

export const SubscriptionBody = struct('HeldSubscription', {
  id: described(text, 'The subscription, or the order, whose seat is held.'),
  pool_id: text,
  order_id: nullable(text),
  created_at: Instant,
  modified_at: nullable(Instant),
  status: text,
  customer_id: described(text, 'The team owner.'),
  product_id: text,
  product: SubscriptionProduct,
  seats: described(nullable(whole), 'Null: how many seats there are is for the owner to know.'),
  amount: whole,
  currency: text,
  recurring_interval: text,
  recurring_interval_count: whole,
  current_period_start: Instant,
  current_period_end: Instant,
  current_meter_period_start: nullable(Instant),
  current_meter_period_end: nullable(Instant),
  trial_start: nullable(Instant),
  trial_end: nullable(Instant),
  cancel_at_period_end: flag,
  canceled_at: nullable(Instant),
  started_at: nullable(Instant),
  ends_at: nullable(Instant),
  ended_at: nullable(Instant),
  past_due_at: nullable(Instant),
  pause_at_period_end: flag,
  paused_at: nullable(Instant),
  resumes_at: nullable(Instant),
  discount_id: nullable(text),
  checkout_id: nullable(text),
  customer_cancellation_reason: nullable(text),
  customer_cancellation_comment: nullable(text),
  prices: anything,
  meters: anything,
  pending_update: described(t.null, 'Always null.'),
})
export type SubscriptionBody = t.OutputOf<typeof SubscriptionBody>

export const SubscriptionList = struct('HeldSubscriptionList', {
  items: listOf(SubscriptionBody),
  pagination: Pagination,
})

/** What a host knows of a subscription beyond its seats. */
export type SubscriptionFacts = Partial<
  Omit<
    SubscriptionBody,
    'id' | 'pool_id' | 'order_id' | 'customer_id' | 'product_id' | 'product' | 'pending_update'
  >
>

export const subscriptionBody = (
  pool: Pool,
  organization: Organization,
  facts: SubscriptionFacts,
): SubscriptionBody => ({
  id: pool.source.id,
  pool_id: pool.id,
  order_id: pool.source.kind === 'order' ? pool.source.id : null,
  customer_id: pool.customerId,
  product_id: pool.product.id,
  product: productBody(pool, organization),
  seats: null,
  ...NO_BILLING,
  created_at: pool.openedAt,
  modified_at: pool.closedAt,
  status: pool.closedAt === null ? 'active' : 'canceled',
  current_period_start: pool.openedAt,
  current_period_end: pool.closedAt ?? pool.openedAt,
  started_at: pool.openedAt,
  ended_at: pool.closedAt,
  ...facts,
})

const NO_BILLING = {
  amount: 0,
  currency: 'usd',
  recurring_interval: 'month',
  recurring_interval_count: 1,
  current_meter_period_start: null,
  current_meter_period_end: null,
  trial_start: null,
  trial_end: null,
  cancel_at_period_end: false,
  canceled_at: null,
  ends_at: null,
  past_due_at: null,
  pause_at_period_end: false,
  paused_at: null,
  resumes_at: null,
  discount_id: null,
  checkout_id: null,
  customer_cancellation_reason: null,
  customer_cancellation_comment: null,
  prices: [],
  meters: [],
  pending_update: null,
}

const productBody = (pool: Pool, { id, name, slug }: Organization): SubscriptionBody['product'] => ({
  id: pool.product.id,
  created_at: pool.openedAt,
  modified_at: null,
  name: pool.product.name,
  description: null,
  visibility: 'private',
  trial_interval: null,
  trial_interval_count: null,
  recurring_interval: null,
  recurring_interval_count: null,
  meter_interval: null,
  meter_interval_count: null,
  is_recurring: pool.source.kind === 'subscription',
  is_archived: false,
  organization_id: id,
  prices: [],
  benefits: [],
  medias: [],
  organization: {
    id,
    created_at: pool.openedAt,
    modified_at: null,
    name,
    slug,
    avatar_url: null,
    proration_behavior: 'prorate',
    allow_customer_updates: false,
    customer_portal_settings: {
      usage: { show: false },
      subscription: { update_seats: false, update_plan: false },
    },
  },
})
