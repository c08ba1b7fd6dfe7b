/** What SQLite said, as far as this store acts on it. */
export type SqliteResult =
  | 'busy'
  | 'full'
  | 'read-only'
  | 'damaged'
  | 'not-a-database'
  | 'cannot-open'
  | 'io'
  | 'not-unique'
  | 'too-big'
  | 'other'

/** https://www.sqlite.org/rescode.html: the primary code is the low byte of the extended one. */
const PRIMARY: { readonly [code: number]: SqliteResult } = {
  5: 'busy',
  6: 'busy',
  8: 'read-only',
  10: 'io',
  11: 'damaged',
  13: 'full',
  14: 'cannot-open',
  18: 'too-big',
  26: 'not-a-database',
}

const CONSTRAINT_PRIMARYKEY = 1555
const CONSTRAINT_UNIQUE = 2067

const NAMES: readonly (readonly [string, number])[] = [
  ['SQLITE_CONSTRAINT_UNIQUE', CONSTRAINT_UNIQUE],
  ['SQLITE_CONSTRAINT_PRIMARYKEY', CONSTRAINT_PRIMARYKEY],
  ['SQLITE_BUSY', 5],
  ['SQLITE_LOCKED', 6],
  ['SQLITE_READONLY', 8],
  ['SQLITE_IOERR', 10],
  ['SQLITE_CORRUPT', 11],
  ['SQLITE_FULL', 13],
  ['SQLITE_CANTOPEN', 14],
  ['SQLITE_TOOBIG', 18],
  ['SQLITE_NOTADB', 26],
]

/** What a driver's error means. Extended codes begin with the name of their primary one. */
export const resultOf = (cause: unknown): SqliteResult => {
  const code = codeOf(cause)
  if (code === CONSTRAINT_UNIQUE || code === CONSTRAINT_PRIMARYKEY) return 'not-unique'
  return (code === undefined ? undefined : PRIMARY[code & 0xff]) ?? 'other'
}

const codeOf = (cause: unknown): number | undefined => {
  if (typeof cause !== 'object' || cause === null) return undefined
  for (const field of ['errcode', 'rawCode']) {
    const value: unknown = Reflect.get(cause, field)
    if (typeof value === 'number') return value
  }
  const name: unknown = Reflect.get(cause, 'code')
  return typeof name === 'string' ? NAMES.find(([known]) => name.startsWith(known))?.[1] : undefined
}
