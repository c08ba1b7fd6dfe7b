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
  const keyEnd = token.indexOf('.')
  const organizationEnd = token.indexOf('.', keyEnd + 1)
  const seatEnd = token.indexOf('.', token.indexOf('.', organizationEnd + 1) + 1)
  const numberEnd = token.indexOf('.', seatEnd + 1)
  const organizationId = token.slice(keyEnd + 1, organizationEnd)
  const seatId = token.slice(organizationEnd + 1, seatEnd)
  const number = token.slice(seatEnd + 1, numberEnd)
  // A dot that is not there puts a wrong text into one of these, or a dot too many into the MAC.
  if (!OrganizationId.is(organizationId) || !SeatId.is(seatId) || !NUMBER.test(number)) return undefined
  // Each of them has one spelling only, so what was signed is the token's own text.
  if (!keys.verify(token.slice(0, keyEnd), token.slice(0, numberEnd), token.slice(numberEnd + 1)))
    return undefined
  return { organizationId, poolId: poolIdOf(seatId), seatId, number: Number(number) }
}

const NUMBER = /^[1-9]\d{0,15}$/

const signedText = (keyId: string, organizationId: OrganizationId, seatId: SeatId, number: number): string =>
  `${keyId}.${organizationId}.${seatId}.${number}`
