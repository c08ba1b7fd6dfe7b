import {
  Capacity,
  CustomerId,
  EmailAddress,
  ExternalId,
  MAX_BULK_ROWS,
  MAX_LIMIT,
  nullable,
  OrganizationId,
  oneOf,
  Product,
  SeatMetadata,
  Source,
  SourceId,
  struct,
} from '@seat-ledger/core'
import * as t from 'io-ts'
import { checked, type FieldRule } from './checked.js'
import { described, flag, listOf, queryInteger, text } from './codecs.js'

/*
 * What requests hold. The same codecs check them and describe them in the OpenAPI document.
 */

const given = (value: unknown): boolean => value !== undefined && value !== null

/** The pool is named by what it was bought with. */
const exactlyOneSource: FieldRule = (fields) =>
  given(fields.subscription_id) === given(fields.order_id)
    ? 'must have exactly one of subscription_id and order_id'
    : undefined

const atMostOneSource: FieldRule = (fields) =>
  given(fields.subscription_id) && given(fields.order_id)
    ? 'must have only one of subscription_id and order_id'
    : undefined

const subscription_id = described(nullable(SourceId), 'The subscription that the seats belong to.')
const order_id = described(nullable(SourceId), 'The one-time order that the seats belong to.')
const customer_id = described(nullable(CustomerId), 'The team owner: the customer who pays for the pool.')

const seatOptions = {
  external_customer_id: described(nullable(ExternalId), 'Your id of the person whom the seat is for.'),
  member_id: described(nullable(ExternalId), 'The member whom the seat is for.'),
  external_member_id: described(nullable(ExternalId), 'Your id of the member whom the seat is for.'),
  metadata: described(
    nullable(SeatMetadata),
    'At most 10 keys and 1,024 bytes as UTF-8 JSON; null is stored as {}.',
  ),
  immediate_claim: described(
    nullable(flag),
    'Claims the seat at once for the customer of this address, without an invitation.',
  ),
}

const email = described(
  EmailAddress,
  'The address that the seat is for. Case makes no difference, dots and +tags do.',
)

export const SeatAssign = checked(
  struct('SeatAssign', { email }, { subscription_id, order_id, customer_id, ...seatOptions }),
  exactlyOneSource,
)

export const SeatReassign = struct('SeatReassign', { email }, seatOptions)

/** One row of a bulk; each is read for itself, so that a bad one spoils only itself. */
export const BulkSeat = struct('BulkSeat', { email }, seatOptions)

/** Rows as they came; in the document they are `BulkSeat`s. */
export const BulkRows = listOf(t.unknown, 1, MAX_BULK_ROWS)

export const SeatAssignBulk = checked(
  struct(
    'SeatAssignBulk',
    { mode: oneOf('BulkMode', ['atomic', 'partial']), seats: BulkRows },
    {
      subscription_id,
      order_id,
      customer_id,
      dry_run: described(nullable(flag), 'Decides and writes nothing.'),
    },
  ),
  exactlyOneSource,
)

export const SeatClaim = struct('SeatClaim', { invitation_token: text })

export const PoolPut = struct(
  'SeatPoolPut',
  { source: Source, customer_id: CustomerId, product: Product, capacity: Capacity },
  { organization_id: described(nullable(OrganizationId), 'Needed for a token of several organizations.') },
)

const organization_id = described(OrganizationId, 'Narrows a token of several organizations to one of them.')
const page = described(queryInteger('Page', 1, Number.MAX_SAFE_INTEGER), 'From 1; 1 when left out.')
const limit = described(queryInteger('Limit', 1, MAX_LIMIT), 'Items on a page; 10 when left out.')
const paging = { page, limit }

const StatusFilter = oneOf('SeatStatusFilter', ['pending', 'claimed', 'revoked', 'expired'])
const status = described(
  StatusFilter,
  'Only seats of this status; `expired` are pending ones whose invitation is dead.',
)
const sources = {
  subscription_id: described(SourceId, 'The subscription that the seats belong to.'),
  order_id: described(SourceId, 'The one-time order that the seats belong to.'),
}

export const OrganizationQuery = struct('OrganizationQuery', {}, { organization_id })

export const SeatListQuery = checked(
  struct(
    'SeatListQuery',
    {},
    { ...sources, customer_id: described(CustomerId, 'The team owner.'), status, ...paging, organization_id },
  ),
  atMostOneSource,
)

export const UsageQuery = checked(
  struct(
    'UsageQuery',
    {},
    { ...sources, customer_id: described(CustomerId, 'The team owner.'), organization_id },
  ),
  atMostOneSource,
)

export const PortalListQuery = checked(
  struct('PortalListQuery', {}, { ...sources, status, ...paging }),
  atMostOneSource,
)

export const PageQuery = struct('PageQuery', {}, paging)

export const NoFields = struct('NoFields', {})

export const SeatPath = struct('SeatPath', { seat_id: text })
export const TokenPath = struct('TokenPath', { invitation_token: text })
export const PoolPath = struct('PoolPath', { pool_id: text })
