import { readFile } from 'node:fs/promises'
import { parse } from 'csv-parse/sync'

/** One line of the export, as it was typed. */
export interface TeamRow {
  readonly line: number
  readonly name: string
  readonly email: string
  readonly department: string
}

/** The file is not what the demo can read; the message says what to do. */
export class TeamFileError extends Error {
  override readonly name = 'TeamFileError'
}

const COLUMNS = ['Name', 'E-Mail', 'Department'] as const

/** Reads a CSV export with the columns Name, E-Mail and Department. Rows are not judged here: the ledger does that. */
export const readTeam = async (path: string): Promise<readonly TeamRow[]> => {
  const rows = records(path, await text(path))
  const missing = COLUMNS.filter((column) => rows[0] !== undefined && !(column in rows[0].record))
  if (rows.length === 0) throw new TeamFileError(`${path} has no rows below its header.`)
  if (missing.length > 0) {
    throw new TeamFileError(
      `${path} lacks the column ${missing.join(', ')}. Its first line must name the columns.`,
    )
  }
  return rows.map(({ record, info }) => ({
    line: info.lines,
    name: record.Name ?? '',
    email: record['E-Mail'] ?? '',
    department: record.Department ?? '',
  }))
}

const text = async (path: string): Promise<string> => {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    throw new TeamFileError(`Cannot read ${path}: ${reason(cause)}. Give the path of a CSV file.`, { cause })
  }
}

interface Row {
  readonly record: Readonly<Record<string, string>>
  readonly info: { readonly lines: number }
}

const records = (path: string, content: string): readonly Row[] => {
  try {
    return parse(content, { bom: true, columns: true, skip_empty_lines: true, info: true })
  } catch (cause) {
    throw new TeamFileError(`${path} is not well-formed CSV: ${reason(cause)}.`, { cause })
  }
}

const reason = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause))
