import { randomBytes, timingSafeEqual } from 'node:crypto'
import type { InvitationKeys } from '@seat-ledger/core'
import { hmacSha256 } from './hmac.js'
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

  const macs = new Map([...keys].map(([id, key]) => [id, hmacSha256(key)]))
  const sign = (keyId: string, text: string): string | undefined => macs.get(keyId)?.(text)
  const verify = (keyId: string, text: string, mac: string): boolean => {
    const genuine = sign(keyId, text)
    return genuine !== undefined && isSame(genuine, mac)
  }
  return { current, sign, verify }
}

/** Kept between calls: two new buffers for each token would take longer than the comparison. Nothing awaits in between. */
const left = Buffer.alloc(64)
const right = Buffer.alloc(64)

/**
 * In a time that says nothing about where two MACs differ. The texts are compared, not what they decode to, as base64url
 * has several spellings of the same bytes; and once more in the end, as latin1 spells several characters the same.
 */
const isSame = (genuine: string, mac: string): boolean => {
  if (mac.length !== genuine.length) return false
  left.write(genuine, 'latin1')
  right.write(mac, 'latin1')
  return timingSafeEqual(left, right) && genuine === mac
}

const faultsOfRing = (current: string, given: InvitationKeyRing['keys']): readonly InvitationKeyFault[] => {
  if (Object.keys(given).length === 0) return [{ _tag: 'NoKeys' }]
  return Object.hasOwn(given, current) ? [] : [{ _tag: 'CurrentKeyMissing' }]
}

/** One random key that dies with the process, and with it every invitation. For memory, tests and trials only. */
export const randomInvitationKeys = (): InvitationKeys =>
  invitationKeys({ current: 'random', keys: { random: randomBytes(32) } })
