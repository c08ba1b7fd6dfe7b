import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import { canonicalJson } from '@seat-ledger/core'
import * as E from 'fp-ts/lib/Either.js'

/** What is signed: the heads of all ledgers, as one hash. */
export interface CheckpointStatement {
  readonly format: 'seat-ledger-checkpoint-1'
  /** When it was made: a UTC instant. */
  readonly at: string
  /** How many events the log had. */
  readonly events: number
  /** How many ledgers. */
  readonly ledgers: number
  /** The Merkle root (RFC 6962) over the heads, ordered by stream name; base64url. */
  readonly root: string
}

/** A statement with an Ed25519 signature (RFC 8032) over its canonical JSON. */
export interface SignedCheckpoint extends CheckpointStatement {
  /** The first 16 characters of the base64url SHA-256 of the public key's DER form. */
  readonly keyId: string
  /** 64 bytes, base64url. */
  readonly signature: string
}

/** A text that holds no Ed25519 key of this kind. Its message never quotes the text. */
export interface KeyUnreadable {
  readonly _tag: 'KeyUnreadable'
  readonly detail: string
}

const unreadable = (detail: string): E.Either<KeyUnreadable, never> =>
  E.left({ _tag: 'KeyUnreadable', detail })

/** Reads a private key in PEM, as `openssl genpkey -algorithm ed25519` writes it. */
export const readSigningKey = (pem: string): E.Either<KeyUnreadable, KeyObject> => {
  try {
    const key = createPrivateKey(pem)
    return key.asymmetricKeyType === 'ed25519'
      ? E.right(key)
      : unreadable('the private key is not an Ed25519 key')
  } catch {
    return unreadable('there is no private key in PEM form')
  }
}

/** Reads a public key in PEM, as `openssl pkey -pubout` writes it. A private key is refused: who verifies must not need it. */
export const readPublicKey = (pem: string): E.Either<KeyUnreadable, KeyObject> => {
  if (pem.includes('PRIVATE KEY')) return unreadable('this is a private key; verifying takes the public one')
  try {
    const key = createPublicKey(pem)
    return key.asymmetricKeyType === 'ed25519'
      ? E.right(key)
      : unreadable('the public key is not an Ed25519 key')
  } catch {
    return unreadable('there is no public key in PEM form')
  }
}

/** Signs a statement. */
export const signCheckpoint = (statement: CheckpointStatement, key: KeyObject): SignedCheckpoint => {
  const unsigned = { ...statement, keyId: keyIdOf(createPublicKey(key)) }
  const signature = sign(null, Buffer.from(canonicalJson(unsigned)), key).toString('base64url')
  return { ...unsigned, signature }
}

/** Whether this key signed this. Another spelling of the same signature is not it. */
export const isSignedBy = ({ signature, ...unsigned }: SignedCheckpoint, key: KeyObject): boolean => {
  const bytes = Buffer.from(signature, 'base64url')
  return (
    unsigned.keyId === keyIdOf(key) &&
    bytes.toString('base64url') === signature &&
    verify(null, Buffer.from(canonicalJson(unsigned)), key, bytes)
  )
}

const keyIdOf = (key: KeyObject): string =>
  createHash('sha256')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest('base64url')
    .slice(0, 16)
