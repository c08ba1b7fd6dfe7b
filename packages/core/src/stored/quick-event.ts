import { Assigned, Claimed, Invitation, type LedgerEvent, Revoked } from '../domain/events.js'
import { NO_METADATA, type SeatMetadata } from '../domain/metadata.js'
import { Holder } from '../domain/values.js'

/*
 * Most of what opening a long ledger costs is reading its events. The three kinds that it is made of are read here by
 * name, when they have exactly the fields of today and no member or metadata: 0.3 µs an event instead of 2. Whatever
 * else there is, undefined: the codecs of `EVENT_CODECS` then read it and explain. Each field is asked of its own codec,
 * and a property holds both ways of reading against each other (test/stored/quick.test.ts).
 */

/** An event with exactly the fields of today; undefined for all that needs a closer look. */
export const quickEvent = (type: LedgerEvent['type'], data: unknown): LedgerEvent | undefined => {
  if (typeof data !== 'object' || data === null) return undefined
  switch (type) {
    case 'Assigned':
      return quickAssigned(data)
    case 'Claimed':
      return quickClaimed(data)
    case 'Revoked':
      return quickRevoked(data)
    default:
      return undefined
  }
}

type Stored<Event> = { readonly [Field in keyof Event]?: unknown }

/** When the fields that are read by name are there, no other can be. */
export const hasFields = (data: object, count: number): boolean => Object.keys(data).length === count

const ofAssigned = Assigned.type.props

const quickAssigned = (data: Stored<Assigned>): Assigned | undefined => {
  if (!hasFields(data, 8) || data.type !== 'Assigned' || data.member !== null) return undefined
  const { type, seatId, email, emailKey, at } = data
  if (!ofAssigned.seatId.is(seatId) || !ofAssigned.email.is(email)) return undefined
  if (!ofAssigned.emailKey.is(emailKey) || !ofAssigned.at.is(at)) return undefined
  const invitation = quickInvitation(data.invitation)
  if (invitation === undefined || !isEmpty(data.metadata)) return undefined
  return { type, seatId, email, emailKey, invitation, metadata: NO_METADATA, member: null, at }
}

const ofInvitation = Invitation.type.props

const quickInvitation = (data: unknown): Invitation | null | undefined => {
  if (typeof data !== 'object' || data === null) return data === null ? null : undefined
  const { number, expiresAt }: Stored<Invitation> = data
  if (!hasFields(data, 2) || !ofInvitation.number.is(number) || !ofInvitation.expiresAt.is(expiresAt))
    return undefined
  return { number, expiresAt }
}

const isEmpty = (metadata: unknown): metadata is SeatMetadata =>
  metadata === NO_METADATA ||
  (typeof metadata === 'object' &&
    metadata !== null &&
    Object.getPrototypeOf(metadata) === Object.prototype &&
    hasFields(metadata, 0))

const ofClaimed = Claimed.type.props
const ofHolder = Holder.type.props

const quickClaimed = (data: Stored<Claimed>): Claimed | undefined => {
  if (!hasFields(data, 5) || data.type !== 'Claimed') return undefined
  const { type, seatId, invitation, at } = data
  if (!ofClaimed.seatId.is(seatId) || !ofClaimed.invitation.is(invitation) || !ofClaimed.at.is(at))
    return undefined
  if (typeof data.holder !== 'object' || data.holder === null || !hasFields(data.holder, 2)) return undefined
  const { customerId, email }: Stored<Holder> = data.holder
  if (!ofHolder.customerId.is(customerId) || !ofHolder.email.is(email)) return undefined
  return { type, seatId, holder: { customerId, email }, invitation, at }
}

const ofRevoked = Revoked.type.props

const quickRevoked = (data: Stored<Revoked>): Revoked | undefined => {
  if (!hasFields(data, 4) || data.type !== 'Revoked') return undefined
  const { type, seatId, cause, at } = data
  if (!ofRevoked.seatId.is(seatId) || !ofRevoked.cause.is(cause) || !ofRevoked.at.is(at)) return undefined
  return { type, seatId, cause, at }
}
