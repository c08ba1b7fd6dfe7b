import * as E from 'fp-ts/lib/Either.js'
import type { PoolId } from '../domain/ids.js'
import type { Seat } from '../domain/ledger.js'
import type { Refusal } from '../domain/rejections.js'
import { type Fault, parse } from '../edge/faults.js'
import { BulkRow } from '../edge/inputs.js'
import type { BulkAnswer, BulkRowAnswer } from './answers.js'
import type { Answer } from './committer.js'
import type { SeatFailure } from './failures.js'
import { frozen } from './frozen.js'

/** The rows of a bulk, the well-formed ones apart from the others. */
export interface BulkRows {
  readonly valid: readonly BulkRow[]
  /** For each row given: its faults, or undefined when it is well-formed. */
  readonly faults: readonly (readonly Fault[] | undefined)[]
  /** The positions of the rows with faults. */
  readonly invalid: readonly number[]
}

/** Reads every row for itself; a fault's path begins with `seats` and the row's position. */
export const readRows = (rows: readonly unknown[]): BulkRows => {
  const valid: BulkRow[] = []
  const faults = rows.map((row, index) => {
    const parsed = parse(BulkRow, row)
    if (E.isLeft(parsed)) {
      return parsed.left.faults.map((fault) => ({ ...fault, path: ['seats', `${index}`, ...fault.path] }))
    }
    valid.push(parsed.right)
    return undefined
  })
  return { valid, faults, invalid: faults.flatMap((fault, index) => (fault === undefined ? [] : [index])) }
}

/** One answer per row given. An atomic bulk with a bad row fails with the bad rows. */
export const bulkAnswer = (
  input: {
    readonly poolId: PoolId
    readonly mode: 'atomic' | 'partial'
    readonly dryRun?: boolean | undefined
  },
  rows: BulkRows,
  answer: Answer,
): E.Either<SeatFailure, BulkAnswer> => {
  const positions = rows.faults.flatMap((fault, index) => (fault === undefined ? [index] : []))
  const original = (index: number): number => positions[index] ?? index
  if (E.isLeft(answer)) {
    if (answer.left._tag !== 'BulkRejected') return answer
    const refused = answer.left.rows.map((row) => ({ ...row, index: original(row.index) }))
    return E.left({ _tag: 'BulkRejected', rows: refused, invalid: [] })
  }
  const { outcome, position } = answer.right
  const refused = new Map(outcome.refused.map((row) => [original(row.index), row.rejection]))
  if (input.mode === 'atomic' && rows.invalid.length > 0) {
    const bad = [...refused].map(([index, rejection]) => ({ index, rejection }))
    const invalid = rows.invalid.map((index) => ({ index, faults: rows.faults[index] ?? [] }))
    return E.left({ _tag: 'BulkRejected', rows: bad, invalid })
  }
  if (outcome.pool === null) return E.left({ _tag: 'PoolNotFound', poolId: input.poolId })
  const answers = rowAnswers(rows, refused, outcome.assigned)
  return E.right({
    pool: frozen(outcome.pool),
    rows: answers,
    ...countOf(answers),
    written: input.dryRun !== true,
    revision: outcome.revision,
    position,
  })
}

const rowAnswers = (
  rows: BulkRows,
  refused: ReadonlyMap<number, Refusal>,
  assigned: readonly Seat[],
): readonly BulkRowAnswer[] => {
  let next = 0
  return rows.faults.flatMap((faults, index): BulkRowAnswer[] => {
    if (faults !== undefined) return [{ status: 'invalid', index, faults }]
    const rejection = refused.get(index)
    if (rejection !== undefined) return [{ status: 'rejected', index, rejection }]
    const seat = assigned[next++]
    return seat === undefined ? [] : [{ status: 'assigned', index, seat: frozen(seat) }]
  })
}

const countOf = (rows: readonly BulkRowAnswer[]): Record<BulkRowAnswer['status'], number> => {
  const counts = { assigned: 0, rejected: 0, invalid: 0 }
  for (const row of rows) counts[row.status] += 1
  return counts
}
