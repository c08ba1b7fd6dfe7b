import { given } from '@seat-ledger/testing'
import { describe, expect, it } from 'vitest'
import { assigned, at, claimed, closed, customer, opened, revoked, seat } from '../support/facts.js'
import { fold } from '../support/fold.js'
import { revoke } from '../support/orders.js'

describe('rule 5: revoking ends a live seat and is never in the way', () => {
  it('ends a pending seat', () => {
    given(opened(1), assigned('ada', 1)).when(revoke('ada', 2)).then(revoked('ada', 2))
  })

  it('ends a claimed seat', () => {
    given(opened(1), assigned('ada', 1), claimed('ada', 2)).when(revoke('ada', 3)).then(revoked('ada', 3))
  })

  it('ends a seat whose invitation has expired', () => {
    given(opened(1), assigned('ada', 1)).when(revoke('ada', 500_000)).then(revoked('ada', 500_000))
  })

  it('changes nothing on a revoked seat, also in a closed pool', () => {
    const history = [opened(1), assigned('ada', 1), revoked('ada', 2)]
    given(...history)
      .when(revoke('ada', 3))
      .then()
    given(...history, closed(3))
      .when(revoke('ada', 4))
      .then()
  })

  it('finds no seat that was never assigned, nor a pool that was never opened', () => {
    given(opened(1))
      .when(revoke('ada', 1))
      .thenRefused({ _tag: 'SeatNotFound', seatId: seat('ada') })
    given()
      .when(revoke('ada', 1))
      .thenRefused({ _tag: 'SeatNotFound', seatId: seat('ada') })
  })

  it('keeps who held the seat, when, and why it ended (better 3)', () => {
    const ledger = fold([opened(1), assigned('ada', 1), claimed('ada', 2), revoked('ada', 3)])
    expect(ledger.seats.get(seat('ada'))).toMatchObject({
      status: 'revoked',
      assignedAt: at(1),
      claimedAt: at(2),
      revokedAt: at(3),
      modifiedAt: at(3),
      cause: 'revoked',
      holder: { customerId: customer('ada'), email: null },
    })
  })
})
