import type { InvitationKeys } from '@seat-ledger/core'
import type { EndpointId, SecretRef } from './endpoint-events.js'

/**
 * An endpoint's signing secret in the form of Standard Webhooks, `whsec_<base64>`. Derived from the host's key as
 * invitation tokens are, so no event, log or backup holds it; undefined when that key has been taken away.
 */
export const derivedSecret = (
  keys: InvitationKeys,
  endpointId: EndpointId,
  { keyId, number }: SecretRef,
): string | undefined => {
  const mac = keys.sign(keyId, `webhook-secret.${endpointId}.${number}`)
  return mac === undefined ? undefined : `whsec_${Buffer.from(mac, 'base64url').toString('base64')}`
}
