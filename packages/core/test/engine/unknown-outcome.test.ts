import type { AppendFault } from '@seat-ledger/testing'
import { describe, expect, it } from 'vitest'
import { createSeats } from '../../src/engine/seats.js'
import { failureOf, inPool, onSeat, openTeam, trial } from '../support/trial.js'

const engineWith = async (faults: readonly AppendFault[], attempts = 4) => {
  const world = trial({ append: [undefined, ...faults] })
  const seats = createSeats(world.platform, { attempts })
  await openTeam(seats, 2)
  return { world, seats }
}
const ada = inPool({ email: 'ada@example.com' })
const always = (fault: AppendFault) => Array.from({ length: 20 }, () => fault)

describe('an append whose outcome is unknown', () => {
  it.each(['lostAnswer', 'lostBeforeCommit'] as const)(
    '(%s) is repeated with the very same ids and revision',
    async (fault) => {
      const { world, seats } = await engineWith([fault, fault])
      const answer = await seats.assign(ada)
      expect(answer.revision).toBe(1)
      const [, first, ...again] = world.appends
      expect(again).toStrictEqual([first, first])
      expect((await world.recorded()).map(({ type }) => type)).toStrictEqual(['PoolOpened', 'Assigned'])
    },
  )

  it('is repeated as it was, also when time has passed', async () => {
    const { world, seats } = await engineWith(['lostAnswer'])
    const clock = { ...world.clock, sleep: async () => world.clock.set(world.clock.now() + 5_000) }
    const late = createSeats({ ...world.platform, clock })
    const { seat } = await late.assign(ada)
    expect(world.appends[2]).toStrictEqual(world.appends[1])
    expect((await seats.seat({ organizationId: 'acme', seatId: seat.id })).seat).toStrictEqual(seat)
  })

  it('settles when somebody else has written since', async () => {
    const { world, seats } = await engineWith(['lostAnswer'])
    const there = createSeats(trial({}, world, 'b').platform)
    const clock = {
      ...world.clock,
      sleep: async () => void (await there.changeCapacity(inPool({ capacity: 9 }))),
    }
    const here = createSeats({ ...world.platform, clock })
    const { seat, revision } = await here.assign(ada)
    expect(revision).toBe(1)
    expect(await seats.pool({ organizationId: 'acme', poolId: 'team' })).toMatchObject({
      revision: 2,
      live: 1,
      pool: { capacity: 9 },
    })
    expect((await here.revoke(onSeat(seat.id))).revision).toBe(3)
  })

  it('lost before it was written, and then beaten by another, is decided again', async () => {
    const { world } = await engineWith(['lostBeforeCommit'])
    const there = createSeats(trial({}, world, 'b').platform)
    const clock = {
      ...world.clock,
      sleep: async () => void (await there.changeCapacity(inPool({ capacity: 9 }))),
    }
    const { revision } = await createSeats({ ...world.platform, clock }).assign(ada)
    expect(revision).toBe(2)
  })

  it.each(['lostAnswer', 'lostBeforeCommit'] as const)(
    '(%s) that stays unknown is told as such',
    async (fault) => {
      const { world, seats } = await engineWith(always(fault))
      expect(await failureOf(seats.assign(ada))).toStrictEqual({
        _tag: 'OutcomeUnknown',
        detail: 'A fault of the test',
        cause: undefined,
      })
      expect(world.appends.length).toBe(5)
    },
  )

  it.each(['unavailable', 'refused'] as const)(
    'stays unknown when the store is %s from then on',
    async (fault) => {
      const { seats } = await engineWith(['lostAnswer', ...always(fault)])
      expect((await failureOf(seats.assign(ada)))._tag).toBe('OutcomeUnknown')
    },
  )

  it('sent again with the same command id, the command is answered and not done twice', async () => {
    const { world, seats } = await engineWith(['lostAnswer', 'lostAnswer'], 2)
    const input = { ...ada, commandId: 'one' }
    expect((await failureOf(seats.assign(input)))._tag).toBe('OutcomeUnknown')
    const { seat, revision } = await seats.assign(input)
    expect([revision, seat.email.typed]).toStrictEqual([1, 'ada@example.com'])
    expect((await world.recorded()).length).toBe(2)
  })
})

describe('a store that cannot be reached', () => {
  it('is asked again until it can', async () => {
    const { world, seats } = await engineWith(['unavailable', 'unavailable'])
    expect((await seats.assign(ada)).revision).toBe(1)
    expect(world.appends.length).toBe(4)
  })

  it('for too long is told, and nothing was written', async () => {
    const { world, seats } = await engineWith(always('unavailable'))
    expect(await failureOf(seats.assign(ada))).toStrictEqual({
      _tag: 'StoreUnavailable',
      detail: 'A fault of the test',
      cause: undefined,
    })
    expect([world.appends.length, (await world.recorded()).length]).toStrictEqual([5, 1])
  })
})
