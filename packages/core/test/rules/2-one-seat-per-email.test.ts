import { given } from '@seat-ledger/testing'
import { describe, expect, it } from 'vitest'
import { decideAll } from '../../src/domain/decide-all.js'
import { assigned, claimed, email, opened, revoked, seat } from '../support/facts.js'
import { fold } from '../support/fold.js'
import { assign, reassign } from '../support/orders.js'

describe('rule 2: one live seat per email in a pool', () => {
  it.each(['ada@example.com', ' ADA@Example.COM ', 'Ada@EXAMPLE.com\n'])(
    '%j is the same address',
    (typed) => {
      given(opened(5), assigned('ada', 1))
        .when(assign('again', 2, { email: email(typed) }))
        .thenRefused({ _tag: 'SeatAlreadyAssigned', seatId: seat('ada') })
    },
  )

  it.each(['ada+work@example.com', 'a.da@example.com', 'ada@example.org'])(
    '%j is another address',
    (typed) => {
      const again = assigned('again', 2, { email: typed, emailKey: email(typed).key })
      given(opened(5), assigned('ada', 1))
        .when(assign('again', 2, { email: email(typed) }))
        .then(again)
    },
  )

  it('a claimed seat holds its address, a revoked one does not', () => {
    const again = { email: email('ada@example.com') }
    given(opened(5), assigned('ada', 1), claimed('ada', 2))
      .when(assign('again', 3, again))
      .thenRefused({ _tag: 'SeatAlreadyAssigned', seatId: seat('ada') })
    given(opened(5), assigned('ada', 1), revoked('ada', 2))
      .when(assign('again', 3, again))
      .then(assigned('again', 3, { email: 'ada@example.com', emailKey: again.email.key }))
  })

  it('the duplicate is told before the full pool (better 4)', () => {
    given(opened(1), assigned('ada', 1))
      .when(assign('again', 2, { email: email('ada@example.com') }))
      .thenRefused({ _tag: 'SeatAlreadyAssigned', seatId: seat('ada') })
  })

  it('an expired seat keeps its address even where a full pool releases expired ones', () => {
    given(opened(1), assigned('ada', 0))
      .when(assign('again', 100_000, { email: email('ada@example.com') }, true))
      .thenRefused({ _tag: 'SeatAlreadyAssigned', seatId: seat('ada') })
  })

  it('a seat cannot be reassigned to an address that holds another one', () => {
    given(opened(5), assigned('ada', 1), assigned('bob', 2))
      .when(reassign('ada', 'new', 3, { email: email('BOB@example.com') }))
      .thenRefused({ _tag: 'SeatAlreadyAssigned', seatId: seat('bob') })
  })

  it('a seat can be reassigned to the address that it has', () => {
    const again = { email: email('ada@example.com') }
    given(opened(1), assigned('ada', 1))
      .when(reassign('ada', 'new', 3, again))
      .then(
        revoked('ada', 3, 'reassigned'),
        assigned('new', 3, { email: 'ada@example.com', emailKey: again.email.key }),
      )
  })

  it('two rows of a bulk cannot have one address', () => {
    const rows = [assign('ada', 1), assign('again', 1, { email: email('ADA@example.com') })]
    expect(decideAll(rows, fold([opened(5)])).refused).toStrictEqual([
      { index: 1, rejection: { _tag: 'SeatAlreadyAssigned', seatId: seat('ada') } },
    ])
  })

  it('the address is kept as it was typed', () => {
    const typed = email('  Ada.Lovelace@Example.COM ')
    given(opened(1))
      .when(assign('ada', 1, { email: typed }))
      .then(
        assigned('ada', 1, {
          email: 'Ada.Lovelace@Example.COM',
          emailKey: email('ada.lovelace@example.com').key,
        }),
      )
  })
})
