import { wrongInput } from '../terminal/exit.js'
import { readText } from '../terminal/read-text.js'

/** How a token is given: one of the two. */
export interface TokenFlags {
  readonly token?: string
  readonly tokenFile?: string
}

/** The token that the flags give, found to be one word. No message repeats it. */
export const tokenOf = async ({ token, tokenFile }: TokenFlags): Promise<string> => {
  if (token !== undefined && tokenFile !== undefined)
    throw wrongInput('Give --token or --token-file, not both.')
  const given = token ?? (tokenFile === undefined ? undefined : await readText(tokenFile, 'The token file'))
  const trimmed = given?.trim()
  if (trimmed === undefined) throw wrongInput('Give --token-file, --token or SEAT_LEDGER_TOKEN.')
  if (!/^[\x21-\x7e]+$/.test(trimmed))
    throw wrongInput('The token must be one word of printable ASCII characters.')
  return trimmed
}
