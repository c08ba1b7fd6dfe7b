import type { Command } from 'commander'
import { sqliteFileOf, sqliteKind } from '../stores/sqlite.js'
import { failed, wrongInput } from '../terminal/exit.js'
import { option } from '../terminal/option.js'

/** The flags that name the file an upkeep command works on: those of `serve`. */
export interface FileFlags {
  readonly store: string
  readonly data: string
}

/** Adds these flags to a command. */
export const withFileFlags = (command: Command): Command =>
  command
    .addOption(option('--store <store>', sqliteKind.form).default('sqlite'))
    .addOption(option('--data <folder>', 'where the ledger is kept').default('.seat-ledger/'))

/** The file that the flags name. */
export const fileOf = ({ store, data }: FileFlags): string => {
  if (!sqliteKind.matches(store))
    throw wrongInput(`--store must be ${sqliteKind.form}: only files need upkeep.`)
  return sqliteFileOf(store, data)
}

/** One line for who reads the result. */
export const say = (line: string): void => {
  process.stdout.write(`${line}\n`)
}

/** Ends the command with what is wrong with the file. */
export const refuse = (problem: string): never => {
  throw failed(`${problem}.`)
}
