import { readFile } from 'node:fs/promises'
import { wrongInput } from './exit.js'

/** A file named on the command line; `what` names it in the message when it cannot be read. */
export const readText = async (path: string, what: string): Promise<string> => {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    throw wrongInput(`${what} ${path} cannot be read: ${reasonOf(cause)}.`)
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'permission denied',
  EISDIR: 'it is a folder',
}

const reasonOf = (cause: unknown): string => {
  const code = cause instanceof Error && 'code' in cause ? `${cause.code}` : ''
  return REASONS[code] ?? (cause instanceof Error ? cause.message : 'unknown cause')
}
