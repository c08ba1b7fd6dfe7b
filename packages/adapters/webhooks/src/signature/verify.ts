import { timingSafeEqual } from 'node:crypto'
import * as E from 'fp-ts/lib/Either.js'
import { keysOf } from './secret-keys.js'
import { signatureOf } from './sign.js'

/** How old or how far ahead a message's timestamp may be, in seconds, as the specification's libraries have it. */
const TOLERANCE_SECONDS = 300

/** What a receiver has in hand. */
export interface ReceivedMessage {
  /** Names in lower case, as Node gives them. */
  readonly headers: { readonly [name: string]: string | readonly string[] | undefined }
  /** The body exactly as it came, before any parsing. */
  readonly body: string
}

/** Why a message is not to be trusted. Holds nothing of the message. */
export interface SignatureInvalid {
  readonly _tag: 'SignatureInvalid'
  readonly problem:
    | 'missing headers'
    | 'timestamp out of range'
    | 'no matching signature'
    | 'body is not JSON'
}

/** A message that is genuine. Drop it when its `id` was seen before: it is a repetition. */
export interface VerifiedMessage {
  readonly id: string
  readonly payload: unknown
}

/**
 * Verifies a message with any of the given secrets, in constant time for each. Understands `whsec_` secrets in both
 * derivations and plain ones. `now` is in milliseconds, `Date.now()` when left out.
 */
export const verify = (
  secrets: readonly string[],
  { headers, body }: ReceivedMessage,
  now: number = Date.now(),
): E.Either<SignatureInvalid, VerifiedMessage> => {
  const id = one(headers['webhook-id'])
  const stamp = one(headers['webhook-timestamp'])
  const signatures = one(headers['webhook-signature'])
  if (id === undefined || stamp === undefined || signatures === undefined) return invalid('missing headers')
  const timestamp = /^\d{1,12}$/.test(stamp) ? Number(stamp) : Number.NaN
  if (!(Math.abs(now / 1000 - timestamp) <= TOLERANCE_SECONDS)) return invalid('timestamp out of range')
  const given = signatures
    .split(' ')
    .flatMap((part) => (part.startsWith('v1,') ? [Buffer.from(part.slice(3))] : []))
  const expected = secrets
    .flatMap(keysOf)
    .map((key) => Buffer.from(signatureOf(key, { id, timestamp, body })))
  const genuine = expected.some((own) =>
    given.some((other) => own.length === other.length && timingSafeEqual(own, other)),
  )
  if (!genuine) return invalid('no matching signature')
  try {
    return E.right({ id, payload: JSON.parse(body) as unknown })
  } catch {
    return invalid('body is not JSON')
  }
}

const invalid = (problem: SignatureInvalid['problem']): E.Either<SignatureInvalid, never> =>
  E.left({ _tag: 'SignatureInvalid', problem })

const one = (value: string | readonly string[] | undefined): string | undefined =>
  typeof value === 'string' ? value : value?.[0]
