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
  /** Numbers stand below each other on the right. */
  readonly align?: 'right'
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
  for await (const piece of pieces) if (!(await print(piece))) return
}

/** Waits while the reader is slower, so that nothing piles up here. False when the reader has had enough and left. */
const print = async (text: string): Promise<boolean> => {
  const { stdout } = process
  if (stdout.errored !== null) return false
  if (stdout.write(text)) return true
  try {
    await once(stdout, 'drain')
    return true
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'EPIPE') return false
    throw cause
  }
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
    head: withHead ? columns.map(({ head }) => head) : [],
    colWidths: widths,
    colAligns: columns.map(({ align }) => align ?? 'left'),
    chars: NO_LINES,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  })
  for (const row of rows) {
    table.push(columns.map(({ value }, index) => wrapped(value(row), widths[index] ?? 0)))
  }
  const text = `${table.toString().replaceAll(/[ ]+$/gm, '')}\n`
  return withHead ? text.replace(/^.*/, colours.bold) : text
}

/** An audit leaves nothing out: what is too wide goes on in the next line, between words where there are some. */
const wrapped = (text: string, width: number): string =>
  (text.match(new RegExp(`.{1,${width}}(?:\\s+|$)|.{${width}}`, 'gu')) ?? [])
    .map((line) => line.trimEnd())
    .join('\n')

/** A column that shows a field as it is. */
export const field = (name: string, head: string, width: number): Column => ({
  head,
  width,
  value: (row) => `${row[name] ?? '–'}`,
})

/** A column that shows an instant to the second, or to the minute where room is short. */
export const time = (name: string, head: string, width: 19 | 16 = 19): Column => ({
  head,
  width,
  value: (row) => `${row[name] ?? '–'}`.slice(0, width).replace('T', ' '),
})
