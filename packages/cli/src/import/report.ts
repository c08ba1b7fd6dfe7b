import Table from 'cli-table3'
import { colours } from '../terminal/colours.js'
import { countsOf, type RowResult, type RowStatus } from './result.js'

/** What is printed when an import has come to its end. */
export interface ReportFacts {
  readonly poolId: string
  readonly dryRun: boolean
  readonly results: readonly RowResult[]
}

/** For programs: one JSON document on stdout. */
export const jsonReport = ({ poolId, dryRun, results }: ReportFacts): string => {
  const rows = results.map(({ line, email, status, seatId, error, detail }) => ({
    line,
    email,
    status,
    seat_id: seatId,
    error,
    detail: detail === '' ? null : detail,
  }))
  return `${JSON.stringify({ pool_id: poolId, dry_run: dryRun, ...countsOf(results), rows }, null, 2)}\n`
}

/** For a pipe: a line per row, its fields between tabs. */
export const plainReport = ({ results }: ReportFacts): string =>
  results
    .map(({ line, email, status, seatId, detail }) =>
      [line, visible(email), status, seatId ?? '', detail].join('\t'),
    )
    .map((line) => `${line}\n`)
    .join('')

/** A rule between all rows would make the table twice as long. */
const NO_RULES = { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' }

/** What a file held, without what a terminal would obey and a tab or a new line that would end the field. */
const visible = (text: string): string => text.replaceAll(/\p{Cc}/gu, '\u{FFFD}')

/** For people: a table. */
export const tableReport = ({ results }: ReportFacts): string => {
  const table = new Table({
    head: ['Line', 'Email', 'Result', 'Seat or reason'],
    style: { head: [], border: [] },
    chars: NO_RULES,
  })
  for (const { line, email, status, seatId, detail } of results) {
    table.push([line, visible(email), paint(status), detail === '' ? (seatId ?? '') : detail])
  }
  return `${table.toString()}\n`
}

const paint = (status: RowStatus): string => {
  switch (status) {
    case 'assigned':
      return colours.green(status)
    case 'already':
      return colours.dim(status)
    case 'rejected':
    case 'invalid':
      return colours.red(status)
  }
}

/** The last line: what was done, in figures. */
export const summary = ({ poolId, dryRun, results }: ReportFacts): string => {
  const { assigned, already, rejected, invalid } = countsOf(results)
  const what = dryRun ? `dry run on ${poolId}, nothing was written: would be assigned` : `${poolId}: assigned`
  return `${what} ${assigned}, held a seat already ${already}, rejected ${rejected}, invalid ${invalid}\n`
}
