import { integer, nullable, oneOf, struct } from '@seat-ledger/core'
import * as t from 'io-ts'
import { described, listOf, text } from './codecs.js'
import { SeatBody } from './seat.js'

const count = integer('Count', 0, Number.MAX_SAFE_INTEGER)

export const BulkRowBody = struct('BulkRowResult', {
  index: described(count, 'The position of the row in the request, from 0.'),
  email: described(nullable(text), 'As it was given, where it was text.'),
  status: oneOf('BulkRowStatus', ['assigned', 'rejected', 'invalid']),
  seat: described(nullable(SeatBody), 'Null for every row that was not written, in a dry run too.'),
  error: described(nullable(text), 'The error that this row alone would have had.'),
  detail: described(t.unknown, 'Its detail: a sentence, or for an invalid row the list of its faults.'),
})
export type BulkRowBody = t.OutputOf<typeof BulkRowBody>

export const BulkResult = struct('BulkResult', {
  results: listOf(BulkRowBody),
  assigned: count,
  rejected: count,
  invalid: count,
})
export type BulkResultBody = t.OutputOf<typeof BulkResult>
