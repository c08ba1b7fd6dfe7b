import type { KeyObject } from 'node:crypto'
import { fileArchive, keepCheckpoints, readSigningKey } from '@seat-ledger/audit'
import type { Platform } from '@seat-ledger/core'
import { type Command, InvalidArgumentError } from 'commander'
import * as E from 'fp-ts/lib/Either.js'
import type { Logger } from 'pino'
import type { StoreKind } from '../stores/store.js'
import { wrongInput } from '../terminal/exit.js'
import { option } from '../terminal/option.js'
import { readText } from '../terminal/read-text.js'

/** The flags about checkpoints. */
export interface CheckpointFlags {
  readonly checkpointKey?: string
  readonly checkpointDir?: string
  readonly checkpointEvery: number
}

/** How checkpoints are made, found good. */
export interface CheckpointSettings {
  readonly signingKey: KeyObject
  readonly folder: string
  readonly everyMs: number
}

/** Adds the flags about checkpoints. */
export const withCheckpoints = (command: Command): Command =>
  command
    .optionsGroup('Signed checkpoints of the log; none without:')
    .addOption(option('--checkpoint-key <file>', 'Ed25519 private key in PEM'))
    .addOption(option('--checkpoint-dir <folder>', 'where they are kept: elsewhere than the log'))
    .addOption(
      option('--checkpoint-every <time>', '30s, 15m, 1h or 1d')
        .argParser(milliseconds)
        .default(3_600_000, '1h'),
    )

const UNITS: { readonly [unit: string]: number } = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** Timers take no more than 24 days. */
const LONGEST = 24 * 86_400_000

const milliseconds = (text: string): number => {
  const [, amount, unit = ''] = /^(\d{1,7})([smhd])$/.exec(text) ?? []
  const ms = Number(amount) * (UNITS[unit] ?? Number.NaN)
  if (ms >= 1_000 && ms <= LONGEST) return ms
  throw new InvalidArgumentError('It must be a time such as 30s, 15m, 1h or 1d, 24 days at the most.')
}

/** Reads what the flags name; undefined when no checkpoints are made. */
export const checkpointsOf = async (
  { checkpointKey, checkpointDir, checkpointEvery }: CheckpointFlags,
  { durable }: StoreKind,
): Promise<CheckpointSettings | undefined> => {
  if (checkpointKey === undefined && checkpointDir === undefined) return undefined
  if (checkpointKey === undefined || checkpointDir === undefined)
    throw wrongInput('Checkpoints need both --checkpoint-key and --checkpoint-dir.')
  if (!durable) throw wrongInput('Checkpoints need a store that outlives the process.')
  const key = readSigningKey(await readText(checkpointKey, 'The checkpoint key'))
  if (E.isLeft(key)) throw wrongInput(`--checkpoint-key: ${key.left.detail}.`)
  return { signingKey: key.right, folder: checkpointDir, everyMs: checkpointEvery }
}

/** Makes checkpoints until it is stopped. */
export const startCheckpoints = (
  { signingKey, folder, everyMs }: CheckpointSettings,
  { feed, clock }: Platform,
  logger: Logger,
): { readonly stop: () => Promise<void> } => {
  const ending = new AbortController()
  const files = fileArchive(folder)
  const running = keepCheckpoints({
    feed,
    clock,
    signingKey,
    everyMs,
    signal: ending.signal,
    archive: {
      keep: async (checkpoint) => {
        const kept = await files.keep(checkpoint)
        if (E.isRight(kept)) logger.info({ at: checkpoint.at, folder }, 'checkpoint kept')
        return kept
      },
    },
    onFailure: (failure) =>
      logger.error({ failure: failure._tag, err: failure.cause }, `no checkpoint: ${failure.detail}`),
  })
  return {
    stop: async () => {
      ending.abort()
      await running
    },
  }
}
