import fc from 'fast-check'
import type { Either } from 'fp-ts/lib/Either.js'
import type { SeatFailure } from '../../src/engine/failures.js'
import type { SeatLedger } from '../../src/engine/seat-ledger.js'
import { ACTOR, inPool, onSeat } from './trial.js'

/*
 * What a host may do with a pool, as numbers: people, seats and tokens are picked from those that are known when it is
 * done. Few of each, so that they meet.
 */

export type Action =
  | { readonly type: 'assign'; readonly who: number; readonly isAtOnce: boolean }
  | { readonly type: 'bulk'; readonly who: readonly number[]; readonly mode: 'atomic' | 'partial' }
  | { readonly type: 'resend'; readonly seat: number }
  | { readonly type: 'claim'; readonly token: number; readonly customer: number }
  | { readonly type: 'revoke'; readonly seat: number }
  | { readonly type: 'reassign'; readonly seat: number; readonly who: number }
  | { readonly type: 'release' }
  | { readonly type: 'capacity'; readonly capacity: number }
  | { readonly type: 'close' }

const who = fc.nat({ max: 5 })
const pick = fc.nat({ max: 11 })

const weighted = (weight: number, arbitrary: fc.Arbitrary<Action>): fc.WeightedArbitrary<Action> => ({
  weight,
  arbitrary,
})

export const arbitraryAction = (): fc.Arbitrary<Action> =>
  fc.oneof(
    weighted(6, fc.record({ type: fc.constant('assign'), who, isAtOnce: fc.boolean() })),
    weighted(
      3,
      fc.record({
        type: fc.constant('bulk'),
        who: fc.array(who, { minLength: 1, maxLength: 4 }),
        mode: fc.constantFrom('atomic', 'partial'),
      }),
    ),
    weighted(3, fc.record({ type: fc.constant('resend'), seat: pick })),
    weighted(6, fc.record({ type: fc.constant('claim'), token: pick, customer: fc.nat({ max: 2 }) })),
    weighted(4, fc.record({ type: fc.constant('revoke'), seat: pick })),
    weighted(3, fc.record({ type: fc.constant('reassign'), seat: pick, who })),
    weighted(1, fc.constant({ type: 'release' })),
    weighted(2, fc.record({ type: fc.constant('capacity'), capacity: fc.nat({ max: 6 }) })),
    weighted(1, fc.constant({ type: 'close' })),
  )

/** What the host has seen so far. */
export interface Known {
  readonly seatIds: readonly string[]
  readonly tokens: readonly string[]
}

export type Reply = Either<SeatFailure, { readonly revision: number; readonly position: bigint }>

/** An action with everything picked: may be sent to any engine, any number of times. */
export type Send = (ledger: SeatLedger, commandId?: string) => Promise<Reply>

export const personAt = (index: number): string => `p${index}@example.com`

const GARBAGE = 'random.acme.team.none.1.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'

/** What is meant by a seat or a token that is not there yet: one that never was. */
const picked = (list: readonly string[], index: number, none: string): string =>
  list[index % (list.length + 1)] ?? none

export const pickedSeat = ({ seatIds }: Known, index: number): string => picked(seatIds, index, 'team.none')
export const pickedToken = ({ tokens }: Known, index: number): string => picked(tokens, index, GARBAGE)

export const sending = (action: Action, known: Known): Send => {
  // Picked now, as it must be the same when it is sent again.
  const { seatIds, tokens } = known
  const then: Known = { seatIds: [...seatIds], tokens: [...tokens] }
  const call = callOf(
    action,
    (index) => pickedSeat(then, index),
    (index) => pickedToken(then, index),
  )
  return (ledger, commandId) => call(ledger, commandId === undefined ? {} : { commandId })()
}

type Call = (ledger: SeatLedger, id: { readonly commandId?: string }) => () => Promise<Reply>

const callOf = (
  action: Action,
  seatAt: (index: number) => string,
  tokenAt: (index: number) => string,
): Call => {
  switch (action.type) {
    case 'assign': {
      const immediateClaim = action.isAtOnce ? { customerId: 'cus_0' } : null
      return (ledger, id) => ledger.assign(inPool({ email: personAt(action.who), immediateClaim, ...id }))
    }
    case 'bulk': {
      const seats = action.who.map((index) => ({ email: personAt(index) }))
      return (ledger, id) => ledger.assignBulk(inPool({ mode: action.mode, seats, ...id }))
    }
    case 'resend': {
      const seatId = seatAt(action.seat)
      return (ledger, id) => ledger.resend(onSeat(seatId, id))
    }
    case 'claim': {
      const claim = { token: tokenAt(action.token), customerId: `cus_${action.customer}`, actor: ACTOR }
      return (ledger, id) => ledger.claim({ ...claim, ...id })
    }
    case 'revoke': {
      const seatId = seatAt(action.seat)
      return (ledger, id) => ledger.revoke(onSeat(seatId, id))
    }
    case 'reassign': {
      const seatId = seatAt(action.seat)
      return (ledger, id) => ledger.reassign(onSeat(seatId, { email: personAt(action.who), ...id }))
    }
    case 'release':
      return (ledger, id) => ledger.releaseExpired(inPool(id))
    case 'capacity':
      return (ledger, id) => ledger.changeCapacity(inPool({ capacity: action.capacity, ...id }))
    case 'close':
      return (ledger, id) => ledger.closePool(inPool(id))
  }
}
