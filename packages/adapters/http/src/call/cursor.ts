import type { InvitationKeys, OrganizationId } from '@seat-ledger/core'

/*
 * A place in the whole log says how much all tenants together have written. So a tenant's cursor holds it encrypted, in
 * the manner of SIV (RFC 5297): the MAC of organization and place is both the proof and what the pad is made from.
 */

const PLACE = /^p\d{1,20}$/
const CURSOR = /^([A-Za-z0-9_-]{1,64})\.([A-Za-z0-9_-]{44})$/
const MAC_BYTES = 12
const PLACE_BYTES = 21

/** The cursor that a tenant sees in place of a place in the log. */
export const sealCursor = (keys: InvitationKeys, organizationId: OrganizationId, place: string): string =>
  sealWith(keys, keys.current, organizationId, place)

/** The place in the log that a cursor means; undefined for one that was not made for this organization with these keys. */
export const openCursor = (
  keys: InvitationKeys,
  organizationId: OrganizationId,
  cursor: string,
): string | undefined => {
  const [, keyId, body] = CURSOR.exec(cursor) ?? []
  if (keyId === undefined || body === undefined || keys.sign(keyId, '') === undefined) return undefined
  const bytes = Buffer.from(body, 'base64url')
  const mac = bytes.subarray(0, MAC_BYTES)
  const place = padded(keys, keyId, mac, bytes.subarray(MAC_BYTES)).toString('latin1').trimEnd()
  return PLACE.test(place) && sealWith(keys, keyId, organizationId, place) === cursor ? place : undefined
}

const sealWith = (
  keys: InvitationKeys,
  keyId: string,
  organizationId: OrganizationId,
  place: string,
): string => {
  const mac = macOf(keys, keyId, `${organizationId} ${place}`)
  const text = padded(keys, keyId, mac, Buffer.from(place.padEnd(PLACE_BYTES)))
  return `${keyId}.${Buffer.concat([mac, text]).toString('base64url')}`
}

const padded = (keys: InvitationKeys, keyId: string, mac: Buffer, text: Buffer): Buffer => {
  const pad = macOf(keys, keyId, `pad ${mac.toString('base64url')}`, PLACE_BYTES)
  return text.map((byte, index) => byte ^ (pad[index] ?? 0)) as Buffer
}

/** No invitation token is made of a text with a space in it, so no cursor can pass for one. */
const macOf = (keys: InvitationKeys, keyId: string, text: string, bytes = MAC_BYTES): Buffer =>
  Buffer.from(keys.sign(keyId, `audit-cursor ${text}`) ?? '', 'base64url').subarray(0, bytes)
