import { given } from '@seat-ledger/testing'
import { describe, expect, it } from 'vitest'
import { decideAll } from '../../src/domain/decide-all.js'
import { liveSeats } from '../../src/domain/ledger.js'
import {
  assigned,
  at,
  capacityChanged,
  claimed,
  closed,
  opened,
  POOL,
  revoked,
  seat,
} from '../support/facts.js'
import { fold } from '../support/fold.js'
import { assign, changeCapacity, releaseExpired } from '../support/orders.js'

const EXPIRED = 24 * 60 * 60 + 10

describe('rule 1: live seats never exceed the capacity', () => {
  it('a seat is assigned while there is room', () => {
    given(opened(2), assigned('ada', 1)).when(assign('bob', 2)).then(assigned('bob', 2))
  })

  it('a full pool refuses an assignment and says how full it is', () => {
    given(opened(2), assigned('ada', 1), assigned('bob', 2))
      .when(assign('cyd', 3))
      .thenRefused({ _tag: 'SeatNotAvailable', capacity: 2, live: 2 })
  })

  it('a pool of no seats is full', () => {
    given(opened(0)).when(assign('ada', 1)).thenRefused({ _tag: 'SeatNotAvailable', capacity: 0, live: 0 })
  })

  it('a claimed seat holds capacity', () => {
    given(opened(1), assigned('ada', 1), claimed('ada', 2))
      .when(assign('bob', 3))
      .thenRefused({ _tag: 'SeatNotAvailable', capacity: 1, live: 1 })
  })

  it('a pending seat holds capacity after its invitation has expired, too', () => {
    given(opened(1), assigned('ada', 0))
      .when(assign('bob', EXPIRED))
      .thenRefused({ _tag: 'SeatNotAvailable', capacity: 1, live: 1 })
  })

  it('a revoked seat gives its capacity back', () => {
    given(opened(1), assigned('ada', 1), revoked('ada', 2)).when(assign('bob', 3)).then(assigned('bob', 3))
  })

  it('capacity cannot be set below the live seats', () => {
    given(opened(3), assigned('ada', 1), assigned('bob', 2))
      .when(changeCapacity(1, 3))
      .thenRefused({ _tag: 'CapacityBelowLive', requested: 1, live: 2 })
  })

  it('capacity can be set to exactly the live seats, and raised again', () => {
    const history = [opened(3), assigned('ada', 1), assigned('bob', 2)]
    given(...history)
      .when(changeCapacity(2, 3))
      .then(capacityChanged(2, 3))
    given(...history, capacityChanged(2, 3))
      .when(assign('cyd', 4))
      .thenRefused({ _tag: 'SeatNotAvailable', capacity: 2, live: 2 })
    given(...history, capacityChanged(2, 3))
      .when(changeCapacity(9, 4))
      .then(capacityChanged(9, 4))
  })

  it('setting the capacity that it has changes nothing', () => {
    given(opened(3)).when(changeCapacity(3, 1)).then()
  })

  it('a pool that was never opened has no capacity to change', () => {
    given().when(changeCapacity(3, 1)).thenRefused({ _tag: 'PoolNotFound', poolId: POOL })
    given().when(assign('ada', 1)).thenRefused({ _tag: 'PoolNotFound', poolId: POOL })
  })

  it('each row of a bulk finds the room that the rows before it left', () => {
    const decided = decideAll([assign('ada', 1), assign('bob', 1), assign('cyd', 1)], fold([opened(2)]))
    expect(decided.events).toStrictEqual([assigned('ada', 1), assigned('bob', 1)])
    expect(decided.refused).toStrictEqual([
      { index: 2, rejection: { _tag: 'SeatNotAvailable', capacity: 2, live: 2 } },
    ])
    expect(liveSeats(decided.ledger)).toBe(2)
  })
})

describe('expired invitations hold capacity only as long as nobody releases them', () => {
  const history = [opened(3), assigned('bob', 5), assigned('ada', 5), assigned('cyd', 9), claimed('cyd', 10)]

  it('releasing ends the expired pending seats, oldest first and ties by id, and no other', () => {
    given(...history, revoked('cyd', 11), assigned('dan', EXPIRED))
      .when(releaseExpired(EXPIRED))
      .then(revoked('ada', EXPIRED, 'expired'), revoked('bob', EXPIRED, 'expired'))
  })

  it('the instant of expiry is expired, a millisecond before is not', () => {
    const [expiry] = [5 + 24 * 60 * 60]
    given(opened(1), assigned('ada', 5))
      .when(releaseExpired(expiry - 0.001))
      .then()
    given(opened(1), assigned('ada', 5))
      .when(releaseExpired(expiry))
      .then(revoked('ada', expiry, 'expired'))
  })

  it('a full pool may release them to make room, in the same append', () => {
    given(...history)
      .when(assign('dan', EXPIRED, {}, true))
      .then(revoked('ada', EXPIRED, 'expired'), revoked('bob', EXPIRED, 'expired'), assigned('dan', EXPIRED))
  })

  it('a pool with room releases none', () => {
    given(opened(2), assigned('ada', 0))
      .when(assign('bob', EXPIRED, {}, true))
      .then(assigned('bob', EXPIRED))
  })

  it('a full pool without expired seats stays full', () => {
    given(...history)
      .when(assign('dan', 20, {}, true))
      .thenRefused({ _tag: 'SeatNotAvailable', capacity: 3, live: 3 })
  })

  it('a closed pool has none, a pool that was never opened is not found', () => {
    given(opened(1), assigned('ada', 0), revoked('ada', 1, 'pool_closed'), closed(1))
      .when(releaseExpired(EXPIRED))
      .then()
    given().when(releaseExpired(1)).thenRefused({ _tag: 'PoolNotFound', poolId: POOL })
  })

  it('an expired seat is still its holder to be: it is shown pending with its expiry', () => {
    expect(fold(history).seats.get(seat('ada'))).toMatchObject({
      status: 'pending',
      invitation: { number: 1, expiresAt: at(5 + 24 * 60 * 60) },
    })
  })
})
