import type { Parked, Place, StreamName } from '@seat-ledger/core'
import type { Delivery } from './delivery-log.js'

/** A message that can be sent again: about a ledger record, or about the expiry of the invitation that the record made. */
export interface MessagePlace extends Place {
  readonly about?: 'expiry'
}

/** A message that was given up. */
export interface ParkedMessage extends MessagePlace, Omit<Parked, 'stream' | 'revision'> {}

/** What was told in a delivery. */
export const placeOf = ({ stream, revision, messageType }: Delivery): MessagePlace => ({
  stream: stream as StreamName,
  revision,
  ...(messageType === 'customer_seat.invitation_expired' ? { about: 'expiry' } : {}),
})

/** What was given up of events and of expiries, oldest first. */
export const withExpiries = (
  events: readonly Parked[],
  expiries: readonly Parked[],
): readonly ParkedMessage[] =>
  [
    ...events.map(parkedMessage),
    ...expiries.map((one) => ({ ...parkedMessage(one), about: 'expiry' as const })),
  ].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))

const parkedMessage = (parked: Parked): ParkedMessage => ({ ...parked, stream: parked.stream as StreamName })
