import { stringify } from 'csv-stringify/sync'
import type { ReportRow } from './rows.js'

/** How rows are written for programs. */
export type ReportFormat = 'json' | 'ndjson' | 'csv'

/**
 * Rows as text, piece by piece: a JSON list, a JSON object on each line, or CSV (RFC 4180) with a head. In CSV a text that
 * a spreadsheet would take for a formula (it begins with `=`, `+`, `-`, `@`, a tab or a carriage return) gets a `'` in front.
 */
export async function* written(
  rows: AsyncIterable<ReportRow>,
  format: ReportFormat,
): AsyncGenerator<string, void, undefined> {
  let first = true
  for await (const row of rows) {
    if (format === 'csv') yield csv([row], first)
    else if (format === 'ndjson') yield `${JSON.stringify(row)}\n`
    else yield `${first ? '[' : ','}\n${JSON.stringify(row)}`
    first = false
  }
  if (format === 'json') yield first ? '[]\n' : '\n]\n'
}

const csv = (rows: readonly ReportRow[], header: boolean): string =>
  stringify([...rows], { header, escape_formulas: true, record_delimiter: 'windows' })
