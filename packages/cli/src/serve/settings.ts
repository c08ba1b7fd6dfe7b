import type { Clock, InvitationKeys } from '@seat-ledger/core'
import { randomInvitationKeys, systemClock } from '@seat-ledger/node'
import type { SeedFile } from '../seed/codec.js'
import { demoSeed } from '../seed/demo-seed.js'
import { readSeed } from '../seed/read-seed.js'
import { storeKindOf } from '../stores/registry.js'
import type { StoreKind } from '../stores/store.js'
import { wrongInput } from '../terminal/exit.js'
import { type CheckpointFlags, type CheckpointSettings, checkpointsOf } from './checkpoints.js'
import { givenKeys } from './invitation-key.js'
import { keptKey } from './kept-key.js'
import type { LogSettings } from './logger.js'
import type { MailFlags, MailSettings } from './mail.js'
import type { TrialClock } from './trial-clock.js'
import type { WebhookFlags, WebhookSettings } from './webhooks.js'

/** The flags of `serve`, each read from its variable where it was not given. */
export interface ServeFlags extends LogSettings, MailFlags, CheckpointFlags, WebhookFlags {
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
  /** Undefined when no mail is sent. */
  readonly mail: MailSettings | undefined
  /** Undefined when no checkpoints are made. */
  readonly checkpoints: CheckpointSettings | undefined
  readonly webhooks: WebhookSettings
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
  const checkpoints = await checkpointsOf(flags, storeKind)
  const webhooks = await webhooksOf(flags, storeKind)
  const common = { flags, storeKind, seed, clock, checkpoints, webhooks, mail: await mailOf(flags, seed) }
  if (given !== undefined) return { ...common, keys: given, keysFrom: undefined }
  if (!storeKind.keepsKey) return { ...common, keys: randomInvitationKeys(), keysFrom: undefined }
  const { keys, description } = await keptKey(flags.data)
  return { ...common, keys, keysFrom: description }
}

/** Loads what mail needs only where there is some. */
const mailOf = async (flags: MailFlags, seed: SeedFile): Promise<MailSettings | undefined> => {
  if ([flags.smtp, flags.mailFrom, flags.claimUrl].every((flag) => flag === undefined)) return undefined
  const { mailSettingsOf } = await import('./mail.js')
  return mailSettingsOf(flags, seed)
}

/** A store that outlives the process and does not lie in its folder may have other servers. */
const webhooksOf = async (
  flags: WebhookFlags,
  { durable, keepsKey }: StoreKind,
): Promise<WebhookSettings> => {
  const { webhookSettingsOf } = await import('./webhooks.js')
  return webhookSettingsOf(flags, durable && !keepsKey)
}
