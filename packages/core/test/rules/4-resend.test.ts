import { given } from '@seat-ledger/testing'
import { describe, it } from 'vitest'
import { assigned, at, claimed, DAY, opened, resent, revoked, seat } from '../support/facts.js'
import { resend } from '../support/orders.js'

const invited = [opened(1), assigned('ada', 1)]
const allowance = { limit: 2, windowSeconds: 100 }

describe('rule 4: a resend makes a new invitation for a pending seat, so many times in a window', () => {
  it('raises the number and renews the expiry (better 1)', () => {
    given(...invited)
      .when(resend('ada', 50))
      .then(resent('ada', 2, 50))
    given(...invited, resent('ada', 2, 50))
      .when(resend('ada', 60))
      .then(resent('ada', 3, 60))
  })

  it('works on an expired invitation', () => {
    given(...invited)
      .when(resend('ada', 3 * DAY))
      .then(resent('ada', 2, 3 * DAY))
  })

  it('is refused for a claimed and for a revoked seat', () => {
    given(...invited, claimed('ada', 2))
      .when(resend('ada', 3))
      .thenRefused({ _tag: 'SeatNotPending', seatId: seat('ada'), status: 'claimed' })
    given(...invited, revoked('ada', 2))
      .when(resend('ada', 3))
      .thenRefused({ _tag: 'SeatNotPending', seatId: seat('ada'), status: 'revoked' })
  })

  it('finds no seat that was never assigned, nor a pool that was never opened', () => {
    given(...invited)
      .when(resend('bob', 3))
      .thenRefused({ _tag: 'SeatNotFound', seatId: seat('bob') })
    given()
      .when(resend('ada', 3))
      .thenRefused({ _tag: 'SeatNotFound', seatId: seat('ada') })
  })

  it('is refused beyond its cap, with the time when one is free again', () => {
    given(...invited, resent('ada', 2, 10), resent('ada', 3, 20))
      .when(resend('ada', 30, { allowance }))
      .thenRefused({ _tag: 'ResendLimited', seatId: seat('ada'), limit: 2, retryAt: at(110) })
  })

  it('is free again at exactly that time, not a millisecond before', () => {
    const history = [...invited, resent('ada', 2, 10), resent('ada', 3, 20)]
    given(...history)
      .when(resend('ada', 109.999, { allowance }))
      .thenRefused({ _tag: 'ResendLimited', seatId: seat('ada'), limit: 2, retryAt: at(110) })
    given(...history)
      .when(resend('ada', 110, { allowance }))
      .then(resent('ada', 4, 110))
  })

  it('counts the last resends only, the first invitation not', () => {
    const history = [...invited, resent('ada', 2, 10), resent('ada', 3, 200), resent('ada', 4, 250)]
    given(...history)
      .when(resend('ada', 260, { allowance }))
      .thenRefused({ _tag: 'ResendLimited', seatId: seat('ada'), limit: 2, retryAt: at(300) })
  })

  it('holds the highest cap there can be', () => {
    const resends = Array.from({ length: 25 }, (_, index) => resent('ada', index + 2, index + 10))
    given(...invited, ...resends)
      .when(resend('ada', 50, { allowance: { limit: 20, windowSeconds: 100 } }))
      .thenRefused({ _tag: 'ResendLimited', seatId: seat('ada'), limit: 20, retryAt: at(115) })
  })

  it('is capped per seat', () => {
    given(opened(2), assigned('ada', 1), assigned('bob', 1), resent('ada', 2, 2))
      .when(resend('bob', 3, { allowance: { limit: 1, windowSeconds: 100 } }))
      .then(resent('bob', 2, 3))
  })
})
