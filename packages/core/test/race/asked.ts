import * as E from 'fp-ts/lib/Either.js'
import type { Command } from '../../src/domain/commands.js'
import { decideAll } from '../../src/domain/decide-all.js'
import { type SeatId, seatIdOf } from '../../src/domain/ids.js'
import type { Ledger } from '../../src/domain/ledger.js'
import { seatOfToken } from '../model/real.js'
import { type Action, type Known, personAt, pickedSeat, pickedToken, type Reply } from '../support/actions.js'
import { at, customer, DAY, email, newSeat, POOL } from '../support/facts.js'

/*
 * What an action asks of the rules, for the judgement of refusals: was there a moment at which it was true?
 */

/** The commands of an action that is given at second 0. Its new seats have ids that no engine draws. */
const commandsOf = (action: Action, known: Known): readonly Command[] => {
  const seatAt = (index: number) => pickedSeat(known, index) as SeatId
  const seatFor = (who: number) => newSeat(`asked-${who}`, 0, { email: email(personAt(who)) })
  switch (action.type) {
    case 'assign': {
      const start = action.isAtOnce
        ? ({ kind: 'claim', customerId: customer('0') } as const)
        : seatFor(0).start
      return [{ type: 'Assign', seat: { ...seatFor(action.who), start }, releaseExpired: false, at: at(0) }]
    }
    case 'bulk':
      return action.who.map((who, row) => {
        const seat = { ...seatFor(who), seatId: seatIdOf(POOL, `asked-${row}`) }
        return { type: 'Assign', seat, releaseExpired: false, at: at(0) }
      })
    case 'resend': {
      const allowance = { limit: 5, windowSeconds: 3_600 }
      return [{ type: 'Resend', seatId: seatAt(action.seat), expiresAt: at(DAY), allowance, at: at(0) }]
    }
    case 'claim': {
      const { id, number } = seatOfToken(pickedToken(known, action.token))
      const holder = { customerId: customer(`${action.customer}`), email: null }
      return [{ type: 'Claim', seatId: id as SeatId, invitation: number, holder, policy: 'token', at: at(0) }]
    }
    case 'revoke':
      return [{ type: 'Revoke', seatId: seatAt(action.seat), cause: 'revoked', at: at(0) }]
    case 'reassign':
      return [{ type: 'Reassign', seatId: seatAt(action.seat), to: seatFor(action.who), at: at(0) }]
    case 'release':
      return [{ type: 'ReleaseExpired', poolId: POOL, at: at(0) }]
    case 'capacity':
      return [{ type: 'ChangeCapacity', poolId: POOL, capacity: action.capacity, at: at(0) }]
    case 'close':
      return [{ type: 'ClosePool', poolId: POOL, at: at(0) }]
  }
}

/** Seats that never came to be have other ids here than there. */
const withoutNewSeats = (value: unknown): string =>
  JSON.stringify(value).replaceAll(/"team\.(?!setup)[^"]+"/g, '"a new seat"')

const STORE_FAILURES = ['Conflict', 'StoreUnavailable', 'OutcomeUnknown']

/** Whether a refusal, or the answer that there was nothing to do, is what the rules say in one of these states. */
export const wasTrue = (reply: Reply, action: Action, known: Known, states: readonly Ledger[]): boolean => {
  if (E.isLeft(reply) && STORE_FAILURES.includes(reply.left._tag)) return true
  return states.some((state) => {
    const { events, refused } = decideAll(commandsOf(action, known), state)
    if (E.isRight(reply)) return events.length === 0
    const rejection =
      action.type === 'bulk' ? { _tag: 'BulkRejected', rows: refused, invalid: [] } : refused[0]?.rejection
    return rejection !== undefined && withoutNewSeats(rejection) === withoutNewSeats(reply.left)
  })
}
