/**
 * The secret keys that invitation tokens are made with. Several at once, so that keys can be rotated: new tokens are
 * made with `current`, old ones stay good for as long as their key is kept.
 */
export interface InvitationKeys {
  /** The id of the key that new tokens are made with: 1 to 64 characters of A-Z, a-z, 0-9, _ and -. */
  readonly current: string
  /** HMAC-SHA256 of `text` under the named key, base64url without padding; undefined when there is no such key. */
  sign(keyId: string, text: string): string | undefined
  /** Whether `mac` is that of `text` under the named key, compared in constant time. */
  verify(keyId: string, text: string, mac: string): boolean
}
