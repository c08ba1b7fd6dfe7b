import { wrongInput } from '../terminal/exit.js'

/** Where the addresses are. */
export interface EmailColumn {
  /** Position in a row, from 0. */
  readonly index: number
  /** Whether the first line names the columns. */
  readonly hasHeader: boolean
}

const NAMES = new Set([
  'email',
  'mail',
  'emailaddress',
  'mailaddress',
  'useremail',
  'workemail',
  'primaryemail',
])

/** `E-Mail`, `e_mail` and `Email` are one name. */
const plain = (name: string): string => name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '')

/**
 * Finds the column: by the name or the number that the caller gave, else by its header, else where the first line holds
 * an address. A first line without an address in that column is a header.
 */
export const emailColumn = (
  path: string,
  first: readonly string[],
  given: string | undefined,
): EmailColumn => {
  const index = given === undefined ? guessed(first) : chosen(first, given)
  if (index >= 0) return { index, hasHeader: first[index]?.includes('@') !== true }
  const columns = first.map((name, at) => `${at + 1} ${JSON.stringify(name)}`).join(', ')
  const problem =
    given === undefined ? 'no column that is called email' : `no column ${JSON.stringify(given)}`
  throw wrongInput(`${path} has ${problem}. Choose one with --email-column; its columns are ${columns}.`)
}

const guessed = (first: readonly string[]): number => {
  const named = first.findIndex((name) => NAMES.has(plain(name)))
  return named >= 0 ? named : first.findIndex((cell) => cell.includes('@'))
}

const chosen = (first: readonly string[], given: string): number => {
  const exact = first.indexOf(given)
  const named = exact >= 0 ? exact : first.findIndex((name) => plain(name) === plain(given))
  if (named >= 0 || !/^\d{1,4}$/.test(given)) return named
  const number = Number(given)
  return number >= 1 && number <= first.length ? number - 1 : -1
}
