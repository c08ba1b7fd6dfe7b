import { CsvError, parse } from 'csv-parse/sync'
import { wrongInput } from '../terminal/exit.js'
import { readText } from '../terminal/read-text.js'
import { emailColumn } from './email-column.js'

/** One row of the file: its line, counted from 1, and the address as it was typed, possibly nothing. */
export interface TeamRow {
  readonly line: number
  readonly email: string
}

/** What a CSV file may put between two cells. Spreadsheets of half the world export semicolons. */
const DELIMITERS = [',', ';', '\t'] as const

/** Reads the addresses of a CSV file. They are not judged here: the server does that. */
export const readTeam = async (path: string, column: string | undefined): Promise<readonly TeamRow[]> => {
  const rows = records(path, await readText(path, 'The file'))
  const first = rows[0]
  if (first === undefined) throw wrongInput(`${path} is empty.`)
  const { index, hasHeader } = emailColumn(path, first.cells, column)
  const team = rows
    .slice(hasHeader ? 1 : 0)
    .map(({ line, cells }) => ({ line, email: (cells[index] ?? '').trim() }))
  if (team.length === 0) throw wrongInput(`${path} has a header and no rows below it.`)
  return team
}

interface CsvRow {
  readonly line: number
  readonly cells: readonly string[]
}

const records = (path: string, text: string): readonly CsvRow[] => {
  const rows: CsvRow[] = []
  try {
    parse(text, {
      bom: true,
      delimiter: delimiterOf(text),
      relax_column_count: true,
      skip_records_with_empty_values: true,
      trim: true,
      on_record: (cells: string[], { lines }) => {
        rows.push({ line: lines, cells })
        return null
      },
    })
  } catch (cause) {
    // The library's message quotes the cell, which may be the rest of the file: its kind and place are enough.
    const kind = cause instanceof CsvError ? ` (${cause.code})` : ''
    const after = rows.at(-1)?.line ?? 0
    throw wrongInput(`${path} is not CSV after line ${after}${kind}. Look for a quote that is not closed.`)
  }
  return rows
}

/** The delimiter that the first line has most of; a comma when it has none. */
const delimiterOf = (text: string): string => {
  const [first = ''] = text.split(/\r?\n/, 1)
  const count = (delimiter: string): number => first.split(delimiter).length
  return DELIMITERS.reduce((best, delimiter) => (count(delimiter) > count(best) ? delimiter : best))
}
