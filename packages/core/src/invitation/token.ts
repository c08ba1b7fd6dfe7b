import { OrganizationId, type PoolId, poolIdOf, SeatId } from '../domain/ids.js'
import type { InvitationKeys } from '../ports/invitation-keys.js'

/** What an invitation token stands for. */
export interface InvitationRef {
  readonly organizationId: OrganizationId
  readonly poolId: PoolId
  readonly seatId: SeatId
  readonly number: number
}

/**
 * The token of an invitation: `<key id>.<organization>.<pool>.<seat>.<number>.<mac>`, URL-safe. Derived, so it lies
 * nowhere: whoever has the key can make it again, and nobody else can.
 */
export const invitationToken = (keys: InvitationKeys, invitation: Omit<InvitationRef, 'poolId'>): string => {
  const text = signedText(keys.current, invitation.organizationId, invitation.seatId, invitation.number)
  const mac = keys.sign(keys.current, text)
  if (mac === undefined) throw new Error(`Invitation keys: the current key "${keys.current}" is missing`)
  return `${text}.${mac}`
}

/** What a genuine token stands for; undefined for every other text, whatever is wrong with it. */
export const readInvitationToken = (keys: InvitationKeys, token: string): InvitationRef | undefined => {
  if (token.length > 400) return undefined
  const [, keyId, organizationId, seatId, number, mac] = TOKEN.exec(token) ?? []
  if (keyId === undefined || mac === undefined) return undefined
  if (!OrganizationId.is(organizationId) || !SeatId.is(seatId)) return undefined
  // The pattern leaves one spelling only, so what was signed is the token's own text up to its last dot.
  if (!keys.verify(keyId, token.slice(0, -1 - mac.length), mac)) return undefined
  return { organizationId, poolId: poolIdOf(seatId), seatId, number: Number(number) }
}

const TOKEN = /^([^.]*)\.([^.]*)\.([^.]*\.[^.]*)\.([1-9]\d{0,15})\.([^.]*)$/

const signedText = (keyId: string, organizationId: OrganizationId, seatId: SeatId, number: number): string =>
  `${keyId}.${organizationId}.${seatId}.${number}`
