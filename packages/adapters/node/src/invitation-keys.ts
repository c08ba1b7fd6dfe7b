import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { InvitationKeys } from '@seat-ledger/core'
import { type InvitationKeyFault, InvitationKeysInvalid } from './key-faults.js'
import { type InvitationKeyMaterial, readKeys } from './read-keys.js'

/** The keys of a service: `current` makes new tokens, all others keep theirs good. */
export interface InvitationKeyRing {
  /** The id of one of `keys`. */
  readonly current: string
  /** By key id: 1 to 64 characters of A-Z, a-z, 0-9, _ and -. Each key has at least 32 bytes. */
  readonly keys: Readonly<Record<string, InvitationKeyMaterial>>
}

/**
 * Invitation keys on Node's HMAC-SHA256. Called once at start; throws `InvitationKeysInvalid` with every fault. The
 * keys are held where neither logging nor JSON finds them.
 */
export const invitationKeys = ({ current, keys: given }: InvitationKeyRing): InvitationKeys => {
  const { keys, faults } = readKeys(given)
  const all = [...faults, ...faultsOfRing(current, given)]
  if (all.length > 0) throw new InvitationKeysInvalid(all)

  const sign = (keyId: string, text: string): string | undefined => {
    const key = keys.get(keyId)
    return key === undefined ? undefined : createHmac('sha256', key).update(text).digest('base64url')
  }
  // The texts are compared, not what they decode to: base64url has several spellings of the same bytes.
  const verify = (keyId: string, text: string, mac: string): boolean => {
    const genuine = sign(keyId, text)
    if (genuine === undefined) return false
    const [a, b] = [Buffer.from(genuine), Buffer.from(mac)]
    return a.length === b.length && timingSafeEqual(a, b)
  }
  return { current, sign, verify }
}

const faultsOfRing = (current: string, given: InvitationKeyRing['keys']): readonly InvitationKeyFault[] => {
  if (Object.keys(given).length === 0) return [{ _tag: 'NoKeys' }]
  return Object.hasOwn(given, current) ? [] : [{ _tag: 'CurrentKeyMissing' }]
}

/** One random key that dies with the process, and with it every invitation. For memory, tests and trials only. */
export const randomInvitationKeys = (): InvitationKeys =>
  invitationKeys({ current: 'random', keys: { random: randomBytes(32) } })
