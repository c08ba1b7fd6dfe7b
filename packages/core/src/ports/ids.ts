/** Names that must be unique, and hashes that must be the same everywhere. */
export interface Ids {
  /** 21 random characters of A-Z, a-z, 0-9, _ and -: the part of a seat id after its pool. */
  seat(): string
  /** A command id for a caller who gave none. */
  command(): string
  /** The UUIDv5 of `name` in the ledger's namespace `EVENT_NAMESPACE`. */
  event(name: string): string
  /** SHA-256 of a text, base64url. Tells two commands with one id apart. */
  fingerprint(text: string): string
}

/** The namespace of event ids (RFC 9562, section 5.5). */
export const EVENT_NAMESPACE = '5f0f6b56-8d6b-4c1c-9a53-6c1a4be2f3d1'
