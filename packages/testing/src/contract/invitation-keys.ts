import { deepStrictEqual, match, notEqual, ok } from 'node:assert/strict'
import type { InvitationKeys } from '@seat-ledger/core'
import type { ContractCase, Subject } from './case.js'

/** Keys to be tested. */
export interface InvitationKeysUnderTest extends Subject {
  readonly invitationKeys: InvitationKeys
}

const TEXT = 'k1.acme.team.8hX2.1'

const signed = (keys: InvitationKeys, text: string): string => {
  const mac = keys.sign(keys.current, text)
  ok(mac !== undefined, 'the current key must exist')
  return mac
}

/** The same 32 bytes in base64url, spelled with other unused bits at the end. */
const otherSpelling = (mac: string): string => {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  return mac.slice(0, -1) + alphabet.charAt(alphabet.indexOf(mac.slice(-1)) ^ 1)
}

/** The rules of `InvitationKeys`. */
export const invitationKeysCases: readonly ContractCase<InvitationKeysUnderTest>[] = [
  {
    name: 'the current key has an id of 1 to 64 characters of A-Z, a-z, 0-9, _ and -',
    run: async ({ invitationKeys }) => match(invitationKeys.current, /^[A-Za-z0-9_-]{1,64}$/),
  },
  {
    name: 'a mac is 32 bytes as base64url without padding, the same each time, another for another text',
    run: async ({ invitationKeys }) => {
      const mac = signed(invitationKeys, TEXT)
      match(mac, /^[A-Za-z0-9_-]{43}$/)
      deepStrictEqual(signed(invitationKeys, TEXT), mac)
      notEqual(signed(invitationKeys, `${TEXT}0`), mac)
    },
  },
  {
    name: 'a mac is good for its text, and for no other',
    run: async ({ invitationKeys }) => {
      for (const text of [TEXT, '', 'Grüße, 漢字', 'x'.repeat(400)]) {
        const mac = signed(invitationKeys, text)
        ok(invitationKeys.verify(invitationKeys.current, text, mac))
        ok(!invitationKeys.verify(invitationKeys.current, `${text} `, mac))
      }
    },
  },
  {
    name: 'whatever is not exactly the mac is bad, and never a fault',
    run: async ({ invitationKeys }) => {
      const mac = signed(invitationKeys, TEXT)
      const first = mac.startsWith('A') ? 'B' : 'A'
      const bad = [
        '',
        ' ',
        first + mac.slice(1),
        otherSpelling(mac),
        mac.slice(0, -1),
        `${mac}A`,
        `${mac}=`,
        ` ${mac}`,
        'ä'.repeat(43),
        '🪑',
      ]
      deepStrictEqual(
        bad.filter((text) => invitationKeys.verify(invitationKeys.current, TEXT, text)),
        [],
      )
    },
  },
  {
    name: 'a key that does not exist signs nothing and finds nothing good',
    run: async ({ invitationKeys }) => {
      const mac = signed(invitationKeys, TEXT)
      for (const keyId of ['no-such-key', '', 'constructor', '__proto__']) {
        deepStrictEqual(invitationKeys.sign(keyId, TEXT), undefined)
        deepStrictEqual(invitationKeys.verify(keyId, TEXT, mac), false)
      }
    },
  },
]
