import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { failed } from '../terminal/exit.js'
import type { StoreKind } from './store.js'

const PREFIX = 'sqlite:'

/** One file: `ledger.db` in the folder of `--data`, or the one that is named. */
export const sqliteKind: StoreKind = {
  form: 'sqlite[:FILE]',
  matches: (address) =>
    address === 'sqlite' || (address.startsWith(PREFIX) && address.length > PREFIX.length),
  durable: true,
  keepsKey: true,
  openForReading: async (address, dataDirectory) => {
    const { describeProblem, openSqliteReader } = await import('@seat-ledger/sqlite')
    const opened = await openSqliteReader({ file: sqliteFileOf(address, dataDirectory) })
    if (E.isLeft(opened)) {
      const { left } = opened
      const isMissing = left._tag === 'CannotOpen' && !existsSync(left.file)
      throw failed(isMissing ? `There is no ledger file ${shown(left.file)}.` : `${describeProblem(left)}.`)
    }
    const { eventStore, feed, close } = opened.right
    return { eventStore, feed, close: async () => close() }
  },
  open: async (address, { clock, invitationKeys, dataDirectory }) => {
    const { describeProblem, openSqlitePlatform } = await import('@seat-ledger/sqlite')
    const file = sqliteFileOf(address, dataDirectory)
    if (address === 'sqlite') await mkdir(dirname(file), { recursive: true, mode: 0o700 })
    const opened = await openSqlitePlatform({ file, clock, invitationKeys })
    if (E.isLeft(opened)) throw failed(`--store ${PREFIX} ${describeProblem(opened.left)}.`)
    const platform = opened.right
    return {
      platform,
      startSeats: platform.startDirectory,
      description: `sqlite, ${shown(platform.file)}`,
      close: async () => platform.close(),
    }
  },
}

/** The file that `--store` and `--data` name. */
export const sqliteFileOf = (address: string, dataDirectory: string): string =>
  address === 'sqlite' ? join(dataDirectory, 'ledger.db') : address.slice(PREFIX.length)

/** A path as people would type it: relative below this folder, else whole. */
const shown = (file: string): string => {
  const path = relative('.', file)
  return path.startsWith('..') ? file : path
}
