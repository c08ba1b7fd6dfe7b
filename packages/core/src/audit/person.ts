import * as E from 'fp-ts/lib/Either.js'
import { type EmailKey, parseEmail } from '../domain/email.js'
import type { LedgerEvent } from '../domain/events.js'
import type { CustomerId, SeatId } from '../domain/ids.js'
import type { RecordedEvent } from '../ports/event-store.js'
import type { ReadFailure } from '../ports/failures.js'
import { readRecord } from '../stored/record.js'

/** A person: whom a seat was given to, by address, or who claimed it, as a customer or with an address of their own. */
export type Person = { readonly email: EmailKey } | { readonly customerId: CustomerId }

/** The ids of every seat that was ever the person's, in the order in which they became so. Holds nothing else of the log. */
export const seatsOfPerson = async (
  log: AsyncIterable<E.Either<ReadFailure, RecordedEvent>>,
  person: Person,
): Promise<E.Either<ReadFailure, ReadonlySet<SeatId>>> => {
  const seats = new Set<SeatId>()
  for await (const recorded of log) {
    if (E.isLeft(recorded)) return recorded
    const { type } = recorded.right
    if (type !== 'Assigned' && type !== 'Claimed') continue
    const record = readRecord(recorded.right)
    if (E.isRight(record) && 'seatId' in record.right.event && isTheirs(record.right.event, person)) {
      seats.add(record.right.event.seatId)
    }
  }
  return E.right(seats)
}

/** Whether an event makes its seat the person's. */
export const isTheirs = (event: LedgerEvent, person: Person): boolean => {
  if (event.type === 'Assigned') return 'email' in person && event.emailKey === person.email
  if (event.type !== 'Claimed') return false
  if ('customerId' in person) return event.holder.customerId === person.customerId
  return event.holder.email !== null && keyOf(event.holder.email) === person.email
}

const keyOf = (address: string): string | undefined => {
  const parsed = parseEmail(address)
  return E.isRight(parsed) ? parsed.right.key : undefined
}
