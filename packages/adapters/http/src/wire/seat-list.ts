import { integer, struct } from '@seat-ledger/core'
import type * as t from 'io-ts'
import { described, listOf } from './codecs.js'
import { Pagination, SeatBody } from './seat.js'

const count = integer('Count', 0, Number.MAX_SAFE_INTEGER)

/** A list in both shapes of the reference: `items` with their page, and `seats` with the pool's figures. */
export const SeatListBody = struct('SeatList', {
  items: described(listOf(SeatBody), 'One page, oldest first.'),
  pagination: Pagination,
  seats: described(
    listOf(SeatBody),
    'All seats when neither page nor limit is given, else the same as `items`.',
  ),
  available_seats: count,
  total_seats: described(count, 'The capacity.'),
})
export type SeatListBody = t.OutputOf<typeof SeatListBody>
