import type { BulkAnswer, BulkRejected, BulkRowAnswer, Refusal } from '@seat-ledger/core'
import { problemOf } from '../../failures/table.js'
import type { BulkResultBody, BulkRowBody } from '../../wire/bulk.js'
import { seatBody } from '../../wire/seat.js'
import type { Services } from '../services.js'
import type { BulkRowRead } from './bulk-rows.js'

/** What became of a bulk that was carried out, or would have become of one that was only tried. */
export const bulkAnswerBody = (
  rows: readonly BulkRowRead[],
  answer: BulkAnswer,
  now: number,
  tokenKeys: Services['keys'] | null,
): BulkResultBody => {
  const { assigned, rejected, invalid } = answer
  const bodyOf = (row: BulkRowAnswer): BulkRowBody => {
    const read = rows[row.index]
    switch (row.status) {
      case 'assigned':
        return {
          ...facts(read, row.index),
          status: 'assigned',
          seat: answer.written ? seatBody(row.seat, answer.pool, tokenKeys) : null,
          error: null,
          detail: null,
        }
      case 'rejected':
        return rejectedRow(read, row.index, row.rejection, now)
      case 'invalid':
        return invalidRow(read, row.index)
    }
  }
  return { results: answer.rows.map(bodyOf), assigned, rejected, invalid }
}

/** An atomic bulk that was refused: its good rows were not assigned either, and say so. */
export const bulkRefusedBody = (
  rows: readonly BulkRowRead[],
  refused: BulkRejected,
  now: number,
): BulkResultBody => {
  const rejections = new Map(refused.rows.map(({ index, rejection }) => [index, rejection]))
  const results = rows.map((read, index): BulkRowBody => {
    if (read.input === null) return invalidRow(read, index)
    const rejection = rejections.get(index)
    return rejection === undefined ? heldBackRow(read, index) : rejectedRow(read, index, rejection, now)
  })
  const invalid = rows.filter(({ input }) => input === null).length
  return { results, assigned: 0, rejected: rows.length - invalid, invalid }
}

const facts = (read: BulkRowRead | undefined, index: number): Pick<BulkRowBody, 'index' | 'email'> => ({
  index,
  email: read?.email ?? null,
})

const rejectedRow = (
  read: BulkRowRead | undefined,
  index: number,
  rejection: Refusal,
  now: number,
): BulkRowBody => {
  const { error, detail } = problemOf(rejection, now)
  return { ...facts(read, index), status: 'rejected', seat: null, error, detail }
}

const invalidRow = (read: BulkRowRead | undefined, index: number): BulkRowBody => ({
  ...facts(read, index),
  status: 'invalid',
  seat: null,
  error: 'RequestValidationError',
  detail: read?.faults ?? [],
})

const heldBackRow = (read: BulkRowRead, index: number): BulkRowBody => ({
  ...facts(read, index),
  status: 'rejected',
  seat: null,
  error: 'BulkRefused',
  detail: 'This row is good, but other rows are bad and the bulk is atomic.',
})
