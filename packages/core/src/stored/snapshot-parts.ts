import type { Ids } from '../ports/ids.js'
import { MAX_SNAPSHOT_PART } from '../ports/snapshots.js'

/** Where a snapshot belongs, and what it holds besides its rows. */
export interface SnapshotFacts {
  /** Names the meaning of the rows: only who writes the same can read them. */
  readonly format: string
  readonly stream: string
  readonly revision: number
  /** The position of the event at `revision`, in decimal digits. */
  readonly position: string
  /** The id of the event at `revision`. */
  readonly eventId: string
  readonly ledgerSeats: number
  readonly pool: number | null
}

/** Rows by the name of their table. */
export type Tables = { readonly [table: string]: readonly unknown[] }

/** The last part: it vouches for all others by their checksums, so a torn or mixed snapshot is none. */
interface Seal {
  readonly facts: SnapshotFacts
  readonly checksums: readonly string[]
}

/**
 * Cuts rows into parts of bounded size, each `<checksum> <table> <rows as JSON>`, and the seal as the last. A generator,
 * so that who writes a long one can give way in between. A row that is too long for a part ends it with `undefined`.
 */
export function* partsOf(
  facts: SnapshotFacts,
  tables: Tables,
  ids: Ids,
): Generator<string | undefined, void> {
  const checksums: string[] = []
  for (const [table, rows] of Object.entries(tables)) {
    for (const list of listsOf(rows)) {
      const part = sealed(`${table} ${list}`, ids)
      if (part.text.length > MAX_SNAPSHOT_PART) return yield undefined
      checksums.push(part.checksum)
      yield part.text
    }
  }
  const seal = sealed(`seal ${JSON.stringify({ facts, checksums } satisfies Seal)}`, ids)
  yield seal.text.length > MAX_SNAPSHOT_PART ? undefined : seal.text
}

/** JSON lists of rows, none much longer than half a part. */
function* listsOf(rows: readonly unknown[]): Generator<string, void> {
  let texts: string[] = []
  let length = 0
  for (const row of rows) {
    const text = JSON.stringify(row)
    texts.push(text)
    length += text.length + 1
    if (length < MAX_SNAPSHOT_PART / 2) continue
    yield `[${texts.join(',')}]`
    texts = []
    length = 0
  }
  if (texts.length > 0) yield `[${texts.join(',')}]`
}

const sealed = (body: string, ids: Ids): { readonly text: string; readonly checksum: string } => {
  const checksum = ids.fingerprint(body)
  return { text: `${checksum} ${body}`, checksum }
}

/**
 * What `partsOf` wrote, or undefined for anything else: of another format or stream, incomplete, or changed by a bit.
 * What passes is what this very version wrote, so its rows need no further check.
 */
export const readParts = (
  parts: readonly string[],
  { format, stream }: Pick<SnapshotFacts, 'format' | 'stream'>,
  ids: Ids,
): { readonly facts: SnapshotFacts; readonly tables: Tables } | undefined => {
  const last = openPart(parts.at(-1) ?? '', ids)
  if (last?.table !== 'seal') return undefined
  const { facts, checksums } = last.content as Seal
  if (facts.format !== format || facts.stream !== stream) return undefined
  if (checksums.length !== parts.length - 1) return undefined
  const tables: { [table: string]: unknown[] } = {}
  for (const [index, text] of parts.slice(0, -1).entries()) {
    const part = openPart(text, ids)
    if (part === undefined || part.checksum !== checksums[index]) return undefined
    const rows = tables[part.table] ?? []
    tables[part.table] = rows
    for (const row of part.content as readonly unknown[]) rows.push(row)
  }
  return { facts, tables }
}

const PART = /^(\S+) ((\w+) .+)$/s

const openPart = (
  text: string,
  ids: Ids,
): { readonly checksum: string; readonly table: string; readonly content: unknown } | undefined => {
  const [, checksum, body, table] = PART.exec(text) ?? []
  if (checksum === undefined || body === undefined || table === undefined) return undefined
  if (ids.fingerprint(body) !== checksum) return undefined
  return { checksum, table, content: JSON.parse(body.slice(table.length + 1)) }
}
