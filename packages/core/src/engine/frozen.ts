import type { Seat } from '../domain/ledger.js'

/**
 * Plain data, frozen all the way down. What a host is given is part of the engine's own state: changing it must change
 * nothing here. A part that is frozen already is taken to be so all the way down.
 */
export const frozen = <Value>(value: Value): Value => {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  for (const part of Object.values(value)) frozen(part)
  return Object.freeze(value)
}

/** A seat, as `frozen` but by name: it has few parts, and 0.1 µs instead of 0.3 for every answer. */
export const frozenSeat = <S extends Seat>(seat: S): S => {
  Object.freeze(seat.email)
  Object.freeze(seat.member)
  if (seat.status === 'pending') {
    Object.freeze(seat.invitation)
    Object.freeze(seat.resentAt)
  } else {
    Object.freeze(seat.holder)
  }
  return Object.freeze(seat)
}
