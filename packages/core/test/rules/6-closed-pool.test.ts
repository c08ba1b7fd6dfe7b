import { given } from '@seat-ledger/testing'
import { describe, it } from 'vitest'
import type { LedgerEvent } from '../../src/domain/events.js'
import type { CustomerId, ProductId, SourceId } from '../../src/domain/ids.js'
import type { DisplayName } from '../../src/domain/values.js'
import {
  assigned,
  at,
  claimed,
  closed,
  OWNER,
  opened,
  POOL,
  PRODUCT,
  revoked,
  SOURCE,
  seat,
} from '../support/facts.js'
import { assign, changeCapacity, claim, closePool, openPool, reassign, resend } from '../support/orders.js'

const gone: readonly LedgerEvent[] = [
  opened(3),
  assigned('ada', 1),
  revoked('ada', 9, 'pool_closed'),
  closed(9),
]
const refused = { _tag: 'PoolIsClosed', poolId: POOL, closedAt: at(9) } as const

describe('rule 6: a closed pool takes nothing more', () => {
  it('closing revokes every live seat in one append, oldest first and ties by id, then closes', () => {
    given(
      opened(4),
      assigned('bob', 2),
      assigned('ada', 2),
      assigned('cyd', 1),
      claimed('cyd', 3),
      assigned('dan', 4),
      revoked('dan', 5),
    )
      .when(closePool(9))
      .then(
        revoked('cyd', 9, 'pool_closed'),
        revoked('ada', 9, 'pool_closed'),
        revoked('bob', 9, 'pool_closed'),
        closed(9),
      )
  })

  it('closing again changes nothing', () => {
    given(...gone)
      .when(closePool(10))
      .then()
  })

  it('a pool that was never opened cannot be closed', () => {
    given().when(closePool(1)).thenRefused({ _tag: 'PoolNotFound', poolId: POOL })
  })

  it('refuses to assign (better 7), also an address that held a seat', () => {
    given(...gone)
      .when(assign('bob', 10))
      .thenRefused(refused)
    given(...gone)
      .when(assign('ada', 10))
      .thenRefused(refused)
  })

  it('refuses to resend, as no seat is pending any more', () => {
    given(...gone)
      .when(resend('ada', 10))
      .thenRefused({ _tag: 'SeatNotPending', seatId: seat('ada'), status: 'revoked' })
  })

  it('refuses a claim as it does every dead invitation', () => {
    given(...gone)
      .when(claim('ada', 10))
      .thenRefused({ _tag: 'InvitationDead' })
  })

  it('refuses to reassign', () => {
    given(...gone)
      .when(reassign('ada', 'bob', 10))
      .thenRefused({ _tag: 'SeatNotLive', seatId: seat('ada') })
  })

  it('refuses another capacity', () => {
    given(...gone)
      .when(changeCapacity(9, 10))
      .thenRefused(refused)
  })

  it('is not opened again', () => {
    given(...gone)
      .when(openPool(3))
      .thenRefused(refused)
  })
})

describe('a pool is opened once', () => {
  it('is opened with its facts', () => {
    given().when(openPool(3)).then(opened(3))
  })

  it('opening it again with the same facts changes nothing, whatever the time', () => {
    given(opened(3))
      .when(openPool(3, { at: at(50) }))
      .then()
  })

  it('with other facts it is refused, naming all that differ', () => {
    given(opened(3))
      .when(openPool(4))
      .thenRefused({ _tag: 'PoolAlreadyOpen', poolId: POOL, differs: ['capacity'] })
    given(opened(3))
      .when(
        openPool(4, {
          customerId: 'cus_other' as CustomerId,
          source: { kind: 'order', id: SOURCE.id },
          product: { id: PRODUCT.id, name: 'Other' as DisplayName },
        }),
      )
      .thenRefused({
        _tag: 'PoolAlreadyOpen',
        poolId: POOL,
        differs: ['customerId', 'source', 'product', 'capacity'],
      })
  })

  it.each([
    ['source', { source: { ...SOURCE, id: 'sub_2' as SourceId } }],
    ['product', { product: { ...PRODUCT, id: 'prod_2' as ProductId } }],
    ['customerId', { customerId: `${OWNER}2` as CustomerId }],
  ] as const)('another %s alone is noticed', (fact, change) => {
    given(opened(3))
      .when(openPool(3, change))
      .thenRefused({ _tag: 'PoolAlreadyOpen', poolId: POOL, differs: [fact] })
  })
})
