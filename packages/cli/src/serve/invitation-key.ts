import { type InvitationKeys, parse, struct } from '@seat-ledger/core'
import { type InvitationKeyRing, InvitationKeysInvalid, invitationKeys } from '@seat-ledger/node'
import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import { wrongInput } from '../terminal/exit.js'
import { readText } from '../terminal/read-text.js'

/** A key that is given alone has this id; a ring that is rotated to later names it so. */
export const ONLY_KEY = 'default'

const Ring = struct('InvitationKeyRing', { current: t.string, keys: t.record(t.string, t.string) })

/**
 * The invitation keys of `--key` or `--key-file`; undefined when neither was given. No message repeats what was given:
 * it may be the key.
 */
export const givenKeys = async (
  key: string | undefined,
  keyFile: string | undefined,
): Promise<InvitationKeys | undefined> => {
  if (key !== undefined && keyFile !== undefined) throw wrongInput('Give --key or --key-file, not both.')
  if (key !== undefined) return keysOf('--key', { current: ONLY_KEY, keys: { [ONLY_KEY]: key } })
  if (keyFile === undefined) return undefined
  const text = (await readText(keyFile, 'The key file')).trim()
  const ring = text.startsWith('{')
    ? ringOf(keyFile, text)
    : { current: ONLY_KEY, keys: { [ONLY_KEY]: text } }
  return keysOf(keyFile, ring)
}

const ringOf = (file: string, text: string): InvitationKeyRing => {
  const ring = parse(Ring, parsedJson(text))
  if (E.isRight(ring)) return ring.right
  throw wrongInput(
    `${file} must hold a key, or JSON such as {"current": "b", "keys": {"a": "hex:…", "b": "hex:…"}}.`,
  )
}

const parsedJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Keys from their texts, or a refusal that names all that is wrong with them and no key. */
export const keysOf = (where: string, ring: InvitationKeyRing): InvitationKeys => {
  try {
    return invitationKeys(ring)
  } catch (cause) {
    if (!(cause instanceof InvitationKeysInvalid)) throw cause
    throw wrongInput(`${where}: ${cause.message}. Make one with: openssl rand -hex 32`)
  }
}
