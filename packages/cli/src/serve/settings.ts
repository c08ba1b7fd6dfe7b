import type { Clock, InvitationKeys } from '@seat-ledger/core'
import { randomInvitationKeys, systemClock } from '@seat-ledger/node'
import type { SeedFile } from '../seed/codec.js'
import { demoSeed } from '../seed/demo-seed.js'
import { readSeed } from '../seed/read-seed.js'
import { storeKindOf } from '../stores/registry.js'
import type { StoreKind } from '../stores/store.js'
import { wrongInput } from '../terminal/exit.js'
import { givenKeys } from './invitation-key.js'
import { keptKey } from './kept-key.js'
import type { LogSettings } from './logger.js'
import type { TrialClock } from './trial-clock.js'

/** The flags of `serve`, each read from its variable where it was not given. */
export interface ServeFlags extends LogSettings {
  readonly host: string
  readonly port: number
  readonly store: string
  readonly data: string
  readonly seed?: string
  readonly key?: string
  readonly keyFile?: string
  readonly now?: TrialClock
  readonly greeting: 'full' | 'short'
  readonly publicUrl?: string
  readonly clientIpHeader?: string
  readonly claimLimit: number
  readonly invitationSeconds: number
  readonly releaseExpired: 'on-command' | 'when-full'
  readonly cachedSeats: number
  readonly shutdownSeconds: number
}

/** Everything that the flags name, found good: nothing has been started yet. */
export interface ServeSettings {
  readonly flags: ServeFlags
  readonly storeKind: StoreKind
  readonly seed: SeedFile
  readonly clock: Clock
  readonly keys: InvitationKeys
  /** Where the keys come from, for the greeting; undefined when there is nothing to tell. */
  readonly keysFrom: string | undefined
}

/** Reads what the flags name, and refuses what does not go together. */
export const settingsOf = async (flags: ServeFlags): Promise<ServeSettings> => {
  const storeKind = storeKindOf(flags.store)
  if (flags.now !== undefined && storeKind.durable) {
    throw wrongInput(
      '--now is for trials: it needs --store memory, as recorded events keep their times for ever.',
    )
  }
  const given = await givenKeys(flags.key, flags.keyFile)
  if (given === undefined && storeKind.durable && !storeKind.keepsKey) {
    throw wrongInput(
      'This store outlives the process, and so must the invitation key: give --key-file. Make one with: openssl rand -hex 32',
    )
  }
  const seed = flags.seed === undefined ? demoSeed() : await readSeed(flags.seed)
  const clock = flags.now?.clock ?? systemClock
  const common = { flags, storeKind, seed, clock }
  if (given !== undefined) return { ...common, keys: given, keysFrom: undefined }
  if (!storeKind.keepsKey) return { ...common, keys: randomInvitationKeys(), keysFrom: undefined }
  const { keys, description } = await keptKey(flags.data)
  return { ...common, keys, keysFrom: description }
}
