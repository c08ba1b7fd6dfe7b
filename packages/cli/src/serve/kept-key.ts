import { randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { InvitationKeys } from '@seat-ledger/core'
import { failed } from '../terminal/exit.js'
import { keysOf, ONLY_KEY } from './invitation-key.js'

/** The invitation keys of a data folder, and what to tell about them. */
export interface KeptKey {
  readonly keys: InvitationKeys
  /** A line for the greeting; it names the file, never the key. */
  readonly description: string
}

/** Whoever reads this key can claim every seat: it is for the owner of the folder alone. */
const OWNER_ONLY = 0o600

/** The key that lies in the data folder; made there at the first start. Two first starts at once get the same one. */
export const keptKey = async (dataDirectory: string): Promise<KeptKey> => {
  const file = join(dataDirectory, 'invitation-key')
  const isNew = await makeKey(dataDirectory, file)
  const key = (await readFile(file, 'utf8')).trim()
  return {
    keys: keysOf(file, { current: ONLY_KEY, keys: { [ONLY_KEY]: key } }),
    description: isNew ? `made just now and kept in ${file}; keep a copy` : `from ${file}`,
  }
}

const makeKey = async (dataDirectory: string, file: string): Promise<boolean> => {
  try {
    await mkdir(dataDirectory, { recursive: true, mode: 0o700 })
    await writeFile(file, `hex:${randomBytes(32).toString('hex')}\n`, { flag: 'wx', mode: OWNER_ONLY })
    return true
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'EEXIST') return false
    throw failed(
      `The invitation key cannot be kept in ${file}: give another folder with --data, or --key-file.`,
    )
  }
}
