import { describe, expect, it } from 'vitest'
import { at, DAY } from '../support/facts.js'
import { assignAda, openWorld } from '../support/team.js'
import { failureOf, inPool, onSeat, teamInput } from '../support/trial.js'

describe('what a host does to an answer', () => {
  it('does not reach the ledger', async () => {
    const { seats } = await openWorld(1)
    const answer = await assignAda(seats)
    const change = (): unknown[] => [
      Reflect.set(answer.pool, 'capacity', 99),
      Reflect.set(answer.pool.product, 'name', 'x'),
      Reflect.set(answer.seat, 'status', 'revoked'),
      Reflect.set(answer.seat.email, 'key', 'x'),
      answer.seat.status === 'pending' && Reflect.set(answer.seat.invitation, 'expiresAt', at(9 * DAY)),
    ]
    expect(change()).toStrictEqual([false, false, false, false, false])
    expect(await failureOf(seats.openPool(teamInput(99)))).toMatchObject({
      _tag: 'PoolAlreadyOpen',
      differs: ['capacity'],
    })
    expect(await failureOf(seats.assign(inPool({ email: 'bob@example.com' })))).toStrictEqual({
      _tag: 'SeatNotAvailable',
      capacity: 1,
      live: 1,
    })
  })

  it('whatever the answer is', async () => {
    const { seats, wait } = await openWorld(9)
    const { seat, invitationToken } = await assignAda(seats, { metadata: { a: { b: [] } } })
    const looked = await seats.invitation({ token: invitationToken ?? '' })
    const { revoked, assigned } = await seats.reassign(onSeat(seat.id, { email: 'bob@example.com' }))
    const rows = [{ email: 'cyd@example.com' }]
    const bulk = await seats.assignBulk(inPool({ mode: 'atomic', seats: rows }))
    wait(DAY)
    const { released, pool: atLast } = await seats.releaseExpired(inPool({}))
    const inBulk = bulk.rows.map((row) => row.status === 'assigned' && row.seat)
    const given = [
      looked.seat,
      looked.pool,
      revoked,
      assigned.seat,
      assigned.pool,
      bulk.pool,
      ...inBulk,
      ...released,
      atLast,
    ]
    expect(given.map((one) => Object.isFrozen(one))).toStrictEqual(given.map(() => true))
    expect(released.length).toBe(2)
  })

  it('what a host gave stays its own: it is not frozen, and changing it later changes nothing', async () => {
    const { seats } = await openWorld(9)
    const input = { ...teamInput(1), poolId: 'other', product: { id: 'p_1', name: 'Plan' } }
    await seats.openPool(input)
    input.product.name = 'Changed'
    expect((await seats.pool({ organizationId: 'acme', poolId: 'other' })).pool.product.name).toBe('Plan')
  })
})
