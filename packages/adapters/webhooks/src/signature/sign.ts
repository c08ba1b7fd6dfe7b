import { createHmac } from 'node:crypto'
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
    .flatMap(keysOf)
    .map((key) => `v1,${signatureOf(key, message)}`)
    .join(' ')

/** The base64 HMAC-SHA256 of `<id>.<timestamp>.<body>`. */
export const signatureOf = (key: Buffer, { id, timestamp, body }: SignedMessage): string =>
  createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')
