import { sentence } from '../api/api-client.js'
import type { RowBody } from './answers.js'
import type { TeamRow } from './read-team.js'

/** What became of a row. `already`: the address holds a seat of this pool, so there was nothing to do. */
export type RowStatus = 'assigned' | 'already' | 'rejected' | 'invalid'

/** A row of the file and what became of it. */
export interface RowResult {
  readonly line: number
  readonly email: string
  readonly status: RowStatus
  /** Null for a row without a new seat, and for all rows of a dry run. */
  readonly seatId: string | null
  /** The API's word for what is wrong, else null. */
  readonly error: string | null
  /** One sentence, empty when all is well. */
  readonly detail: string
}

/** Pairs the rows of a request with the rows of its answer. */
export const resultsOf = (rows: readonly TeamRow[], answers: readonly RowBody[]): readonly RowResult[] => {
  const byIndex = new Map(answers.map((answer) => [answer.index, answer]))
  return rows.map((row, index) => resultOf(row, byIndex.get(index)))
}

const resultOf = ({ line, email }: TeamRow, answer: RowBody | undefined): RowResult => {
  if (answer === undefined) {
    return {
      line,
      email,
      status: 'rejected',
      seatId: null,
      error: null,
      detail: 'The server said nothing of this row.',
    }
  }
  const status = answer.error === 'SeatAlreadyAssigned' ? 'already' : answer.status
  return {
    line,
    email,
    status,
    seatId: answer.seat?.id ?? null,
    error: answer.error,
    detail: answer.error === null ? '' : sentence(answer.detail),
  }
}

/** How many rows there are of each status. */
export const countsOf = (results: readonly RowResult[]): Readonly<Record<RowStatus, number>> => {
  const counts = { assigned: 0, already: 0, rejected: 0, invalid: 0 }
  for (const { status } of results) counts[status] += 1
  return counts
}
