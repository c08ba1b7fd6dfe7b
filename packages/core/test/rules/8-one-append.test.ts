import { given } from '@seat-ledger/testing'
import { describe, expect, it } from 'vitest'
import { decideAll } from '../../src/domain/decide-all.js'
import { addressOf, assigned, claimed, customer, opened, revoked, seat } from '../support/facts.js'
import { fold } from '../support/fold.js'
import { assign, reassign } from '../support/orders.js'

const at_once = { start: { kind: 'claim', customerId: customer('ada') } } as const
const heldAtOnce = (name: string, seconds: number) =>
  claimed(name, seconds, {
    holder: { customerId: customer('ada'), email: addressOf(name) },
    invitation: null,
  })

describe('rule 8: what belongs together is one append', () => {
  it('an immediate claim is Assigned, without an invitation, and Claimed', () => {
    given(opened(1))
      .when(assign('ada', 1, at_once))
      .then(assigned('ada', 1, { invitation: null }), heldAtOnce('ada', 1))
  })

  it('a reassignment is Revoked and Assigned, and needs no free seat', () => {
    given(opened(1), assigned('ada', 1))
      .when(reassign('ada', 'bob', 2))
      .then(revoked('ada', 2, 'reassigned'), assigned('bob', 2))
    given(opened(1), assigned('ada', 1), claimed('ada', 2))
      .when(reassign('ada', 'bob', 3))
      .then(revoked('ada', 3, 'reassigned'), assigned('bob', 3))
  })

  it('a reassignment may claim at once', () => {
    given(opened(1), assigned('ada', 1))
      .when(reassign('ada', 'bob', 2, at_once))
      .then(revoked('ada', 2, 'reassigned'), assigned('bob', 2, { invitation: null }), heldAtOnce('bob', 2))
  })

  it('a revoked seat goes to nobody', () => {
    given(opened(1), assigned('ada', 1), revoked('ada', 2))
      .when(reassign('ada', 'bob', 3))
      .thenRefused({ _tag: 'SeatNotLive', seatId: seat('ada') })
  })

  it('a seat that was never assigned cannot be reassigned', () => {
    given(opened(1))
      .when(reassign('ada', 'bob', 3))
      .thenRefused({ _tag: 'SeatNotFound', seatId: seat('ada') })
    given()
      .when(reassign('ada', 'bob', 3))
      .thenRefused({ _tag: 'SeatNotFound', seatId: seat('ada') })
  })

  it('a bulk keeps the accepted events in the order of their rows and names each refused row', () => {
    const start = fold([opened(3), assigned('bob', 0)])
    const decided = decideAll([assign('ada', 1, at_once), assign('bob', 1), assign('cyd', 1)], start)
    expect(decided.events).toStrictEqual([
      assigned('ada', 1, { invitation: null }),
      heldAtOnce('ada', 1),
      assigned('cyd', 1),
    ])
    expect(decided.refused).toStrictEqual([
      { index: 1, rejection: { _tag: 'SeatAlreadyAssigned', seatId: seat('bob') } },
    ])
    expect(decided.decisions.map(({ _tag }) => _tag)).toStrictEqual(['Right', 'Left', 'Right'])
  })
})
