import { given } from '@seat-ledger/testing'
import { describe, it } from 'vitest'
import type { Command } from '../../src/domain/commands.js'
import type { LedgerEvent } from '../../src/domain/events.js'
import type { Refusal } from '../../src/domain/rejections.js'
import {
  assigned,
  at,
  capacityChanged,
  claimed,
  closed,
  customer,
  DAY,
  email,
  opened,
  resent,
  revoked,
} from '../support/facts.js'
import { claim } from '../support/orders.js'

const dead: Refusal = { _tag: 'InvitationDead' }
const invited = [opened(1), assigned('ada', 1)]

describe('rule 3: a claim takes a pending seat with its newest invitation, in time, by the policy', () => {
  it('the newest invitation takes the seat', () => {
    given(...invited)
      .when(claim('ada', 2))
      .then(claimed('ada', 2))
  })

  it('the holder is recorded with the address that they proved', () => {
    const holder = { customerId: customer('ada'), email: email('Ada@Work.example') }
    given(...invited)
      .when(claim('ada', 2, { holder }))
      .then(claimed('ada', 2, { holder: { customerId: customer('ada'), email: 'Ada@Work.example' } }))
  })

  it('a millisecond before its expiry an invitation is good, at its expiry it is not', () => {
    given(...invited)
      .when(claim('ada', 1 + DAY - 0.001))
      .then(claimed('ada', 1 + DAY - 0.001))
    given(...invited)
      .when(claim('ada', 1 + DAY))
      .thenRefused({ _tag: 'InvitationExpired', expiresAt: at(1 + DAY) })
  })

  it('a resend makes the newest invitation the only good one, with its own expiry (better 1)', () => {
    const history = [...invited, resent('ada', 2, 2 * DAY)]
    given(...history)
      .when(claim('ada', 2 * DAY + 1))
      .thenRefused(dead)
    given(...history)
      .when(claim('ada', 2 * DAY + 1, { invitation: 2 }))
      .then(claimed('ada', 2 * DAY + 1, { invitation: 2 }))
  })

  const deadTokens: readonly [string, readonly LedgerEvent[], Command][] = [
    ['of a number never given', invited, claim('ada', 2, { invitation: 2 })],
    ['of an unknown seat', invited, claim('bob', 2)],
    ['of a pool never opened', [], claim('ada', 2)],
    ['of a revoked seat', [...invited, revoked('ada', 2)], claim('ada', 3)],
    ['of a closed pool', [...invited, revoked('ada', 2, 'pool_closed'), closed(2)], claim('ada', 3)],
    [
      'of a seat that another customer claimed',
      [...invited, claimed('ada', 2)],
      claim('ada', 3, { holder: { customerId: customer('eve'), email: null } }),
    ],
    [
      'of an older number, by the customer who claimed with a newer one',
      [...invited, resent('ada', 2, 2), claimed('ada', 3, { invitation: 2 })],
      claim('ada', 4),
    ],
    [
      'of an older number past its expiry: no hint that it was ever genuine',
      [...invited, resent('ada', 2, 2)],
      claim('ada', 5 * DAY),
    ],
  ]
  it.each(deadTokens)('an invitation %s is dead, without a word why', (_, history, command) => {
    given(...history)
      .when(command)
      .thenRefused(dead)
  })

  it('claiming never looks at the capacity', () => {
    given(opened(2), assigned('ada', 1), assigned('bob', 1), revoked('bob', 2), capacityChanged(1, 3))
      .when(claim('ada', 4))
      .then(claimed('ada', 4))
  })

  it('the same holder claiming again gets the same seat and no event, also after the expiry', () => {
    given(...invited, claimed('ada', 2))
      .when(claim('ada', 3))
      .then()
    given(...invited, claimed('ada', 2))
      .when(claim('ada', 3 * DAY))
      .then()
  })

  it('a claimed seat has one winner (better 6)', () => {
    given(...invited, claimed('ada', 2))
      .when(claim('ada', 2, { holder: { customerId: customer('bob'), email: null } }))
      .thenRefused(dead)
  })
})

describe('rule 3, policy email-match (better 12): the proved address must be the invited one', () => {
  const by = (typed: string | null) =>
    claim('ada', 2, {
      policy: 'email-match',
      holder: { customerId: customer('ada'), email: typed === null ? null : email(typed) },
    })

  it('the invited address may claim, however it is spelt', () => {
    given(...invited)
      .when(by('ADA@Example.com'))
      .then(claimed('ada', 2, { holder: { customerId: customer('ada'), email: 'ADA@Example.com' } }))
  })

  it.each(['eve@example.com', null])('%j may not', (typed) => {
    given(...invited)
      .when(by(typed))
      .thenRefused({ _tag: 'ClaimNotPermitted', policy: 'email-match' })
  })

  it('an expired or dead invitation says nothing of the address', () => {
    const late = { ...by('eve@example.com'), at: at(2 * DAY) }
    given(...invited)
      .when(late)
      .thenRefused({ _tag: 'InvitationExpired', expiresAt: at(1 + DAY) })
    given(...invited, revoked('ada', 1))
      .when(by('eve@example.com'))
      .thenRefused(dead)
  })

  it('the policy token asks for no address', () => {
    const holder = { customerId: customer('eve'), email: email('eve@example.com') }
    given(...invited)
      .when(claim('ada', 2, { holder }))
      .then(claimed('ada', 2, { holder: { customerId: customer('eve'), email: 'eve@example.com' } }))
  })
})
