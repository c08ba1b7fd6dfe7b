import { createHmac, createSecretKey, type KeyObject } from 'node:crypto'
import { keysOf } from './secret-keys.js'

/** What is signed: the three headers' worth of facts and the exact bytes of the body. */
export interface SignedMessage {
  /** `webhook-id`: the same for every try of one message. */
  readonly id: string
  /** `webhook-timestamp`: seconds since 1970-01-01T00:00Z, of this try. */
  readonly timestamp: number
  readonly body: string
}

/**
 * The value of `webhook-signature` (Standard Webhooks, HMAC-SHA256): `v1,<base64>` for each key of each secret, with a
 * space in between, so that secrets can be rotated without losing a message.
 */
export const sign = (secrets: readonly string[], message: SignedMessage): string =>
  secrets
    .flatMap(preparedKeys)
    .map((key) => `v1,${signatureOf(key, message)}`)
    .join(' ')

/** The base64 HMAC-SHA256 of `<id>.<timestamp>.<body>`. */
export const signatureOf = (key: KeyObject | Buffer, { id, timestamp, body }: SignedMessage): string =>
  createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')

const MAX_PREPARED = 1_000
const prepared = new Map<string, readonly KeyObject[]>()

/** The keys of the secrets last used are kept: to make them costs as much as to sign. */
const preparedKeys = (secret: string): readonly KeyObject[] => {
  const known = prepared.get(secret)
  if (known !== undefined) return known
  if (prepared.size >= MAX_PREPARED) prepared.clear()
  const keys = keysOf(secret).map((key) => createSecretKey(key))
  prepared.set(secret, keys)
  return keys
}
