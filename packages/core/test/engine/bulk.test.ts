import { describe, expect, it } from 'vitest'
import { openWorld, team } from '../support/team.js'
import { failureOf, inPool } from '../support/trial.js'

describe('a bulk (better 10)', () => {
  const rows = (...names: string[]) => names.map((name) => ({ email: `${name}@example.com` }))

  it('partial: one answer per row, with the reason; atomic: all or none, naming every bad row', async () => {
    const { world, seats } = await openWorld(2)
    const partial = await seats.assignBulk(
      inPool({ mode: 'partial', seats: rows('ada', 'bob', 'ada', 'cyd') }),
    )
    expect(partial).toMatchObject({
      assigned: 2,
      rejected: 2,
      invalid: 0,
      written: true,
      revision: 2,
      position: 2n,
    })
    expect(
      partial.rows.map((row) => (row.status === 'rejected' ? row.rejection._tag : row.status)),
    ).toStrictEqual(['assigned', 'assigned', 'SeatAlreadyAssigned', 'SeatNotAvailable'])
    const appends = world.appends.length
    expect(
      await failureOf(seats.assignBulk(inPool({ mode: 'atomic', seats: rows('cyd', 'ada') }))),
    ).toStrictEqual({
      _tag: 'BulkRejected',
      rows: [
        { index: 0, rejection: { _tag: 'SeatNotAvailable', capacity: 2, live: 2 } },
        { index: 1, rejection: { _tag: 'SeatAlreadyAssigned', seatId: 'team.seat_0000000000000001' } },
      ],
      invalid: [],
    })
    expect(world.appends.length).toBe(appends)
  })

  it('is one append', async () => {
    const { world, seats } = await openWorld(1_000)
    const all = Array.from({ length: 1_000 }, (_, index) => ({
      email: `p${index}@example.com`,
      immediateClaim: { customerId: 'cus_1' },
    }))
    const answer = await seats.assignBulk(inPool({ mode: 'atomic', seats: all }))
    expect(answer).toMatchObject({ assigned: 1_000, revision: 2_000 })
    expect(world.appends.map(({ types }) => types.length)).toStrictEqual([1, 2_000])
  })

  it('a dry run says what would become of it, writes nothing, and stands where the ledger stands', async () => {
    const { world, seats } = await openWorld(1)
    const answer = await seats.assignBulk(
      inPool({ mode: 'partial', dryRun: true, seats: rows('ada', 'bob') }),
    )
    expect(answer).toMatchObject({ assigned: 1, rejected: 1, written: false, revision: 0, position: 0n })
    expect((await seats.pool(team)).live).toBe(0)
    expect((await world.recorded()).length).toBe(1)
  })

  it('into a pool that was never opened finds none', async () => {
    const { seats } = await openWorld(1)
    const bulk = { ...inPool({ mode: 'partial', seats: rows('ada') } as const), poolId: 'none' }
    expect(await failureOf(seats.assignBulk(bulk))).toStrictEqual({ _tag: 'PoolNotFound', poolId: 'none' })
  })
})
