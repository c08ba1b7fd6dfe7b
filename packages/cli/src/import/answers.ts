import { integer, nullable, oneOf, struct } from '@seat-ledger/core'
import * as t from 'io-ts'
import { listOf } from '../seed/shapes.js'

const count = integer('Count', 0, Number.MAX_SAFE_INTEGER)

/** The part of a pool that an import needs; the API answers more. */
export const PoolBody = struct('SeatPool', {
  id: t.string,
  subscription_id: nullable(t.string),
  order_id: nullable(t.string),
  capacity: count,
  status: oneOf('SeatPoolStatus', ['open', 'closed']),
  available_seats: count,
  revision: count,
})
export type PoolBody = t.TypeOf<typeof PoolBody>

/** What became of one row of a bulk. */
export const RowBody = struct('BulkRowResult', {
  index: count,
  status: oneOf('BulkRowStatus', ['assigned', 'rejected', 'invalid']),
  seat: nullable(struct('Seat', { id: t.string })),
  error: nullable(t.string),
  detail: t.unknown,
})
export type RowBody = t.TypeOf<typeof RowBody>

/** The answer to a bulk. */
export const BulkBody = struct('BulkResult', { results: listOf(RowBody) })
