const STANDARD_PREFIX = 'whsec_'

/**
 * The keys that a secret stands for. A `whsec_` secret is base64 by the Standard Webhooks specification; the platform
 * whose client many receivers use takes any secret's own bytes instead. Both are signed with, so either receiver's
 * library verifies; any other secret is its own bytes.
 */
export const keysOf = (secret: string): readonly Buffer[] => {
  const raw = Buffer.from(secret, 'utf8')
  return secret.startsWith(STANDARD_PREFIX)
    ? [Buffer.from(secret.slice(STANDARD_PREFIX.length), 'base64'), raw]
    : [raw]
}
