import type { Schema } from './schema.js'

const SEAT = {
  id: 'sub_1.V1StGXR8_Z5jdHi6B-myT',
  created_at: '2026-03-03T09:30:00.000Z',
  modified_at: null,
  customer_id: 'cus_owner',
  subscription_id: 'sub_1',
  order_id: null,
  email: 'ada@example.com',
  customer_email: 'ada@example.com',
  status: 'pending',
  member_id: null,
  member: null,
  invitation_token: 'k1.org_a.sub_1.V1StGXR8_Z5jdHi6B-myT.1.3q2-7wAB',
  invitation_token_expires_at: '2026-03-04T09:30:00.000Z',
  claimed_at: null,
  claimed_by_customer_id: null,
  revoked_at: null,
  seat_metadata: { department: 'engineering' },
}

const PRODUCT = { id: 'prod_1', name: 'Team Pro' }

const POOL = {
  id: 'sub_1',
  organization_id: 'org_a',
  subscription_id: 'sub_1',
  order_id: null,
  customer_id: 'cus_owner',
  product: PRODUCT,
  capacity: 5,
  status: 'open',
  live_seats: 1,
  available_seats: 4,
  revision: 1,
  created_at: '2026-03-03T09:00:00.000Z',
  closed_at: null,
}

const AUDIT_EVENT = {
  id: '0f0c4b0e-6d3c-5a3e-9a52-1f4f0d9f2a11',
  type: 'Claimed',
  at: '2026-03-03T10:15:00.000Z',
  pool_id: 'sub_1',
  revision: 2,
  seat_id: SEAT.id,
  actor: { kind: 'customer', id: 'cus_ada' },
  reason: null,
  command_id: 'c_8Zb2',
  correlation_id: 'req_71f3',
  causation_id: null,
  hash: 'n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg',
  data: {
    type: 'Claimed',
    seatId: SEAT.id,
    holder: { customerId: 'cus_ada', email: null },
    invitation: 1,
    at: '2026-03-03T10:15:00.000Z',
  },
}

const AUDIT_SEAT = {
  id: SEAT.id,
  status: 'claimed',
  email: SEAT.email,
  claimed_by_customer_id: 'cus_ada',
  assigned_at: SEAT.created_at,
  invitation_expires_at: null,
  claimed_at: AUDIT_EVENT.at,
  revoked_at: null,
  revocation_cause: null,
}

const AUDIT_USAGE = { capacity: 5, pending: 0, claimed: 1, expired: 0, available: 4, utilization: 0.2 }

const { invitation_token: _, ...TOKENLESS_SEAT } = SEAT

const WEBHOOK_ENDPOINT = {
  id: 'whe_V1StGXR8_Z5jdHi6B-myT',
  organization_id: 'org_a',
  url: 'https://example.com/hooks',
  types: ['customer_seat.assigned', 'customer_seat.claimed', 'customer_seat.revoked'],
  description: 'Our CRM',
  status: 'active',
  created_at: '2026-03-03T09:00:00.000Z',
  secrets: [{ secret: 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD', valid_until: null }],
}

const MESSAGE = {
  id: `msg_${AUDIT_EVENT.id}`,
  type: 'customer_seat.claimed',
  timestamp: AUDIT_EVENT.at,
  data: {
    ...TOKENLESS_SEAT,
    modified_at: AUDIT_EVENT.at,
    status: 'claimed',
    invitation_token_expires_at: null,
    claimed_at: AUDIT_EVENT.at,
    claimed_by_customer_id: 'cus_ada',
  },
  sequence: 2,
  event_id: AUDIT_EVENT.id,
  actor: AUDIT_EVENT.actor,
  reason: null,
}

/** Examples of named schemas. A test holds each against its schema. */
export const EXAMPLES: { readonly [schema: string]: Schema } = {
  SeatAssign: { subscription_id: 'sub_1', email: 'ada@example.com', metadata: { department: 'engineering' } },
  SeatReassign: { email: 'grace@example.com' },
  SeatAssignBulk: {
    subscription_id: 'sub_1',
    mode: 'partial',
    seats: [{ email: 'ada@example.com' }, { email: 'grace@example.com', immediate_claim: true }],
  },
  SeatClaim: { invitation_token: SEAT.invitation_token },
  SeatPoolPut: {
    source: { kind: 'subscription', id: 'sub_1' },
    customer_id: 'cus_owner',
    product: PRODUCT,
    capacity: 5,
  },
  CustomerSeat: SEAT,
  SeatList: {
    items: [SEAT],
    pagination: { total_count: 1, max_page: 1 },
    seats: [SEAT],
    available_seats: 4,
    total_seats: 5,
  },
  BulkResult: {
    results: [
      { index: 0, email: 'ada@example.com', status: 'assigned', seat: SEAT, error: null, detail: null },
      {
        index: 1,
        email: 'grace@example.com',
        status: 'rejected',
        seat: null,
        error: 'SeatNotAvailable',
        detail: 'No seats available: 5 of 5 are taken. Revoke a seat or raise the capacity.',
      },
    ],
    assigned: 1,
    rejected: 1,
    invalid: 0,
  },
  SeatClaimInfo: {
    product_name: PRODUCT.name,
    product_id: PRODUCT.id,
    organization_name: 'Acme',
    organization_slug: 'acme',
    customer_email: 'a***@example.com',
    can_claim: true,
    status: 'pending',
    expires_at: SEAT.invitation_token_expires_at,
  },
  SeatPool: POOL,
  AuditEvents: { items: [AUDIT_EVENT], next_cursor: null, unreadable_events: 0 },
  AuditEventsEnd: { next_cursor: null, unreadable_events: 0 },
  AuditAsOf: {
    revision: 2,
    at: '2026-04-01T00:00:00.000Z',
    pool: { ...POOL, revision: 2 },
    usage: AUDIT_USAGE,
    high_water_mark: 1,
    unreadable_events: 0,
    seats: [AUDIT_SEAT],
  },
  AuditChange: {
    before: { ...AUDIT_SEAT, status: 'pending', claimed_by_customer_id: null, claimed_at: null },
    after: AUDIT_SEAT,
  },
  AuditPeriod: {
    from: '2026-03-03T00:00:00.000Z',
    to: '2026-03-04T00:00:00.000Z',
    opening: { ...AUDIT_USAGE, capacity: 0, claimed: 0, available: 0, utilization: 0 },
    closing: AUDIT_USAGE,
    high_water_mark: 1,
    seat_days: 0.604,
    assigned: 1,
    claimed: 1,
    revoked: 0,
    median_seconds_to_claim: 2_700,
  },
  WebhookEndpointCreate: { url: WEBHOOK_ENDPOINT.url, types: ['customer_seat.claimed'] },
  WebhookEndpointChange: { paused: true },
  WebhookEndpoint: WEBHOOK_ENDPOINT,
  WebhookEndpointList: {
    items: [{ ...WEBHOOK_ENDPOINT, secrets: null }],
    pagination: { total_count: 1, max_page: 1 },
  },
  WebhookReplay: { parked: true },
  WebhookDeliveryList: {
    items: [
      {
        number: 4,
        message_id: MESSAGE.id,
        type: MESSAGE.type,
        pool_id: 'sub_1',
        sequence: 2,
        attempt: 1,
        replayed: false,
        outcome: 'failed',
        status: 500,
        detail: 'Internal Server Error',
        duration_ms: 12,
        at: MESSAGE.timestamp,
      },
    ],
    next_before: 4,
  },
  Messages: { items: [MESSAGE], after: 'p17', has_more: false },
  SeatUsage: {
    pool_id: 'sub_1',
    organization_id: 'org_a',
    customer_id: 'cus_owner',
    subscription_id: 'sub_1',
    order_id: null,
    capacity: 5,
    pending: 1,
    claimed: 0,
    expired: 0,
    available: 4,
    utilization: 0.2,
    high_water_mark: 1,
  },
}
