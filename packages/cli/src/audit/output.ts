import { once } from 'node:events'
import { type ReportRow, written } from '@seat-ledger/audit'
import Table from 'cli-table3'
import type { Command } from 'commander'
import { colours } from '../terminal/colours.js'
import { wrongInput } from '../terminal/exit.js'

/** How rows are printed, as flags say it. */
export interface OutputFlags {
  readonly json?: true
  readonly ndjson?: true
  readonly csv?: true
}

/** Adds the flags that say how to print. */
export const withOutput = (command: Command): Command =>
  command
    .option('--json', 'print one JSON list')
    .option('--ndjson', 'print a JSON object on each line')
    .option('--csv', 'print CSV; no cell of it is a formula')

/** A column of the table for people; the last one takes the room that is left. */
export interface Column {
  readonly head: string
  readonly width: number
  readonly value: (row: ReportRow) => string
}

/** Prints rows as they come: a table on a terminal, a line with tabs for each in a pipe, or the format of the flags. */
export const printRows = async (
  rows: AsyncIterable<ReportRow>,
  flags: OutputFlags,
  columns: readonly Column[],
): Promise<void> => {
  const formats = (['json', 'ndjson', 'csv'] as const).filter((format) => flags[format] === true)
  if (formats.length > 1) throw wrongInput(`Give only one of --${formats.join(' and --')}.`)
  const [format] = formats
  const pieces =
    format !== undefined ? written(rows, format) : process.stdout.isTTY ? tables(rows, columns) : tabbed(rows)
  for await (const piece of pieces) await print(piece)
}

/** Waits while the reader is slower, so that nothing piles up here. */
const print = async (text: string): Promise<void> => {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain')
}

async function* tabbed(rows: AsyncIterable<ReportRow>): AsyncGenerator<string> {
  for await (const row of rows) yield `${Object.values(row).map(oneCell).join('\t')}\n`
}

const oneCell = (value: string | number | null): string => `${value ?? ''}`.replaceAll(/[\t\n\r]/g, ' ')

/** Rows of one table: all have to be held to align them, so a long answer is several tables of the same widths. */
const TABLE_ROWS = 500

async function* tables(rows: AsyncIterable<ReportRow>, columns: readonly Column[]): AsyncGenerator<string> {
  let held: ReportRow[] = []
  let first = true
  for await (const row of rows) {
    held.push(row)
    if (held.length < TABLE_ROWS) continue
    yield tableOf(held, columns, first)
    first = false
    held = []
  }
  if (held.length > 0 || first) yield tableOf(held, columns, first)
}

const NO_LINES = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: ' ',
}

/** A table without lines, no wider than the terminal. */
const tableOf = (
  rows: readonly ReportRow[],
  columns: readonly Column[],
  withHead: boolean,
  width = process.stdout.columns ?? 80,
): string => {
  if (rows.length === 0) return 'nothing found\n'
  const fixed = columns.slice(0, -1).reduce((sum, column) => sum + column.width + 1, 0)
  const widths = columns.map((column, index) =>
    index < columns.length - 1 ? column.width : Math.max(8, width - fixed),
  )
  const table = new Table({
    head: withHead ? columns.map(({ head }) => colours.bold(head)) : [],
    colWidths: widths,
    chars: NO_LINES,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  })
  for (const row of rows) table.push(columns.map(({ value }) => value(row)))
  return `${table.toString().replaceAll(/[ ]+$/gm, '')}\n`
}

/** A column that shows a field as it is. */
export const field = (name: string, head: string, width: number): Column => ({
  head,
  width,
  value: (row) => `${row[name] ?? '–'}`,
})

/** A column that shows an instant to the second. */
export const time = (name: string, head: string): Column => ({
  head,
  width: 19,
  value: (row) => `${row[name] ?? '–'}`.slice(0, 19).replace('T', ' '),
})
