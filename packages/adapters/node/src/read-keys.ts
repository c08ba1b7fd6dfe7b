import { createSecretKey, type KeyObject } from 'node:crypto'
import type { InvitationKeyFault } from './key-faults.js'

/** A key's bytes, or text: `hex:…`, `base64:…` (also URL-safe), and any other text as its UTF-8 bytes. */
export type InvitationKeyMaterial = Uint8Array | string

const KEY_ID = /^[A-Za-z0-9_-]{1,64}$/
const HEX = /^(?:[0-9a-f]{2})*$/i
const BASE64 = /^[A-Za-z0-9+/_-]*={0,2}$/

/** A key has at least as many bytes as the hash that it is used with (RFC 2104, section 3). */
const LEAST_BYTES = 32

/** Reads every key and every fault: whoever sets up a service wants all of them at once. */
export const readKeys = (
  given: Readonly<Record<string, InvitationKeyMaterial>>,
): { readonly keys: ReadonlyMap<string, KeyObject>; readonly faults: readonly InvitationKeyFault[] } => {
  const keys = new Map<string, KeyObject>()
  const faults: InvitationKeyFault[] = []
  for (const [index, [id, material]] of Object.entries(given).entries()) {
    const key = speakableName(id, index)
    if (!KEY_ID.test(id)) faults.push({ _tag: 'KeyIdMalformed', key })
    const bytes = bytesOf(material)
    if (typeof bytes === 'string') faults.push({ _tag: 'KeyMalformed', key, encoding: bytes })
    else if (bytes.length < LEAST_BYTES) faults.push({ _tag: 'KeyTooShort', key, bytes: bytes.length })
    else keys.set(id, createSecretKey(bytes))
  }
  return { keys, faults }
}

/** Somebody may write the key where its id belongs; nothing as long as a key is repeated. */
const speakableName = (id: string, index: number): string =>
  KEY_ID.test(id) && id.length < LEAST_BYTES / 2 ? `key "${id}"` : `key number ${index + 1}`

const bytesOf = (material: InvitationKeyMaterial): Uint8Array | 'hex' | 'base64' => {
  if (typeof material !== 'string') return material
  if (material.startsWith('hex:')) return decoded(material.slice(4), 'hex', HEX)
  if (material.startsWith('base64:')) return decoded(material.slice(7), 'base64', BASE64)
  return Buffer.from(material, 'utf8')
}

/** Node decodes what it can and drops the rest in silence; a key must be whole. */
const decoded = <Encoding extends 'hex' | 'base64'>(
  text: string,
  encoding: Encoding,
  form: RegExp,
): Uint8Array | Encoding => (form.test(text) ? Buffer.from(text, encoding) : encoding)
