import type { InvitationKeys } from '@seat-ledger/core'
import type { EndpointId, SecretRef } from './endpoint-events.js'

/**
 * An endpoint's signing secret in the form of Standard Webhooks, `whsec_<base64>`. Derived from the host's key as
 * invitation tokens are, so no event, log or backup holds it; undefined when that key has been taken away.
 */
const derivedSecret = (
  keys: InvitationKeys,
  endpointId: EndpointId,
  { keyId, number }: SecretRef,
): string | undefined => {
  const mac = keys.sign(keyId, `webhook-secret.${endpointId}.${number}`)
  return mac === undefined ? undefined : `whsec_${Buffer.from(mac, 'base64url').toString('base64')}`
}

const MAX_KNOWN = 10_000

/** Derived secrets, kept: each message is signed with them, and to derive one costs as much as to sign. */
export class DerivedSecrets {
  private readonly keys: InvitationKeys
  private readonly known = new Map<string, string>()

  constructor(keys: InvitationKeys) {
    this.keys = keys
  }

  of(endpointId: EndpointId, ref: SecretRef): string | undefined {
    const name = `${endpointId}.${ref.number}.${ref.keyId}`
    const known = this.known.get(name)
    if (known !== undefined) return known
    const secret = derivedSecret(this.keys, endpointId, ref)
    if (this.known.size >= MAX_KNOWN) this.known.clear()
    if (secret !== undefined) this.known.set(name, secret)
    return secret
  }
}
