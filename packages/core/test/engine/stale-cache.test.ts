import { describe, expect, it } from 'vitest'
import { createSeats, type Seats } from '../../src/engine/seats.js'
import { failureOf, inPool, onSeat, openTeam, type Trial, trial } from '../support/trial.js'

interface Two {
  readonly mine: Trial
  readonly here: Seats
  readonly there: Seats
}

/** Two engines on one store; the pool is full with `ada`, and `here` has cached that. */
const fullPool = async (): Promise<Two & { readonly ada: string }> => {
  const mine = trial()
  const here = createSeats(mine.platform)
  const there = createSeats(trial({}, mine, 'b').platform)
  await openTeam(here, 1)
  const { seat } = await here.assign(inPool({ email: 'ada@example.com' }))
  return { mine, here, there, ada: seat.id }
}

describe('an engine never refuses from a state that may be stale', () => {
  it('a seat that another engine freed is given away', async () => {
    const { here, there, ada } = await fullPool()
    await there.revoke(onSeat(ada))
    expect((await here.assign(inPool({ email: 'bob@example.com' }))).revision).toBe(3)
  })

  it('an address that another engine freed is free', async () => {
    const { here, there, ada } = await fullPool()
    await there.revoke(onSeat(ada))
    expect((await here.assign(inPool({ email: 'ada@example.com' }))).seat.id).not.toBe(ada)
  })

  it('a pool that another engine opened is found', async () => {
    const mine = trial()
    const here = createSeats(mine.platform)
    const there = createSeats(trial({}, mine, 'b').platform)
    expect(await failureOf(here.assign(inPool({ email: 'ada@example.com' })))).toStrictEqual({
      _tag: 'PoolNotFound',
      poolId: 'team',
    })
    await openTeam(there, 1)
    expect((await here.assign(inPool({ email: 'ada@example.com' }))).revision).toBe(1)
  })

  it('nothing that changes nothing is answered from it either', async () => {
    const { here, there, ada } = await fullPool()
    await here.revoke(onSeat(ada))
    const { seat } = await there.assign(inPool({ email: 'bob@example.com' }))
    expect(await here.revoke(onSeat(ada))).toMatchObject({
      revision: 3,
      seat: { id: ada, status: 'revoked' },
    })
    expect((await here.seat({ organizationId: 'acme', seatId: seat.id })).seat).toStrictEqual(seat)
  })

  it('a question reads the tail', async () => {
    const { here, there, ada } = await fullPool()
    await there.revoke(onSeat(ada))
    expect(await here.pool({ organizationId: 'acme', poolId: 'team' })).toMatchObject({
      live: 0,
      revision: 2,
    })
  })

  it('a revision that was made a condition is compared with the newest one', async () => {
    const { here, there, ada } = await fullPool()
    await there.revoke(onSeat(ada))
    await there.changeCapacity(inPool({ capacity: 2 }))
    expect((await here.assign(inPool({ email: 'bob@example.com', ifRevision: 3 }))).revision).toBe(4)
    await there.changeCapacity(inPool({ capacity: 3 }))
    expect(await failureOf(here.assign(inPool({ email: 'cyd@example.com', ifRevision: 4 })))).toStrictEqual({
      _tag: 'RevisionMismatch',
      expected: 4,
      actual: 5,
    })
  })

  it('a dry run counts on the newest state', async () => {
    const { here, there, ada } = await fullPool()
    await there.revoke(onSeat(ada))
    const bulk = inPool({ mode: 'partial', dryRun: true, seats: [{ email: 'bob@example.com' }] } as const)
    expect((await here.assignBulk(bulk)).assigned).toBe(1)
  })

  it('a refusal that is true costs one look at the tail, and no append', async () => {
    const { mine, here } = await fullPool()
    const [appends, reads] = [mine.appends.length, mine.reads.length]
    expect((await failureOf(here.assign(inPool({ email: 'bob@example.com' }))))._tag).toBe('SeatNotAvailable')
    expect([mine.appends.length - appends, mine.reads.slice(reads)]).toStrictEqual([0, [2]])
  })

  it('a command that the cached state lets through costs no read at all', async () => {
    const { mine, here } = await fullPool()
    const reads = mine.reads.length
    await here.changeCapacity(inPool({ capacity: 5 }))
    await here.assign(inPool({ email: 'bob@example.com' }))
    expect(mine.reads.length).toBe(reads)
  })
})
