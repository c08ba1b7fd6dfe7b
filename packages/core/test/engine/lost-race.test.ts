import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { backoff } from '../../src/engine/retry.js'
import { createSeats } from '../../src/engine/seats.js'
import type { EventToAppend } from '../../src/ports/event-store.js'
import { assigned, capacityChanged } from '../support/facts.js'
import { ACTOR, failureOf, inPool, openTeam, STREAM, trial } from '../support/trial.js'

const rival = (
  data: EventToAppend['data'] & { readonly type: string },
): { readonly rival: EventToAppend[] } => ({
  rival: [
    {
      id: `rival-${data.type}`,
      type: data.type,
      data,
      metadata: { actor: ACTOR, commandId: 'rival', correlationId: 'rival' },
    },
  ],
})

describe('a lost race', () => {
  it('is decided again on what the winner left behind', async () => {
    const world = trial({ append: [undefined, rival(assigned('ada', 1))] })
    const seats = createSeats(world.platform)
    await openTeam(seats, 2)
    const answer = await seats.assign(inPool({ email: 'bob@example.com' }))
    expect(answer.revision).toBe(2)
    expect(world.appends.map(({ expected }) => expected)).toStrictEqual([-1, 0, 1])
  })

  it('is refused when the winner took the last seat', async () => {
    const world = trial({ append: [undefined, rival(assigned('ada', 1))] })
    const seats = createSeats(world.platform)
    await openTeam(seats, 1)
    expect(await failureOf(seats.assign(inPool({ email: 'bob@example.com' })))).toStrictEqual({
      _tag: 'SeatNotAvailable',
      capacity: 1,
      live: 1,
    })
  })

  it('keeps the seat id that was drawn, and makes other event ids when the time is another', async () => {
    const world = trial({
      append: ({ number }) => {
        if (number !== 1) return undefined
        world.clock.set(world.clock.now() + 1)
        return rival(capacityChanged(5, 1))
      },
    })
    const seats = createSeats(world.platform)
    await openTeam(seats, 2)
    const { seat } = await seats.assign(inPool({ email: 'bob@example.com' }))
    expect(seat.id).toBe('team.seat_0000000000000001')
    expect(world.appends[1]?.ids).not.toStrictEqual(world.appends[2]?.ids)
  })

  it('lost as often as allowed is a conflict, and nothing of it was written', async () => {
    const world = trial({ append: ({ number }) => (number === 0 ? undefined : 'lostRace') })
    const seats = createSeats(world.platform, { attempts: 3 })
    await openTeam(seats, 2)
    const [one, other] = [
      seats.assign(inPool({ email: 'ada@example.com' })),
      seats.assign(inPool({ email: 'bob@example.com' })),
    ]
    const conflict = { _tag: 'Conflict', stream: STREAM, attempts: 3 }
    expect([await failureOf(one), await failureOf(other)]).toStrictEqual([conflict, conflict])
    expect(world.appends.length).toBe(4)
    expect((await world.recorded()).length).toBe(1)
  })

  it('lost once less than that is none', async () => {
    const world = trial({ append: [undefined, 'lostRace', 'lostRace'] })
    const seats = createSeats(world.platform, { attempts: 3 })
    await openTeam(seats, 2)
    expect((await seats.assign(inPool({ email: 'ada@example.com' }))).revision).toBe(1)
  })

  it('is not counted against the commands that follow', async () => {
    const world = trial({ append: [undefined, 'lostRace', undefined, 'lostRace', undefined, 'lostRace'] })
    const seats = createSeats(world.platform, { attempts: 2 })
    await openTeam(seats, 3)
    const revisions: number[] = []
    for (const email of ['ada@example.com', 'bob@example.com', 'cy@example.com'])
      revisions.push((await seats.assign(inPool({ email }))).revision)
    expect(revisions).toStrictEqual([1, 2, 3])
  })

  it('after a conflict the next command works', async () => {
    const world = trial({ append: [undefined, 'lostRace'] })
    const seats = createSeats(world.platform, { attempts: 1 })
    await openTeam(seats, 2)
    expect((await failureOf(seats.assign(inPool({ email: 'ada@example.com' }))))._tag).toBe('Conflict')
    expect((await seats.assign(inPool({ email: 'ada@example.com' }))).revision).toBe(1)
  })

  it('is waited out for a random time that doubles up to a bound', () => {
    const policy = { attempts: 9, baseMilliseconds: 4, maxMilliseconds: 30, random: () => 0.5 }
    expect([1, 2, 3, 4, 5, 99].map((failed) => backoff(policy, failed))).toStrictEqual([2, 4, 8, 15, 15, 15])
    expect(backoff({ ...policy, random: () => 0 }, 5)).toBe(0)
  })

  it('is waited out by the clock that the engine was given', async () => {
    const world = trial({ append: [undefined, 'lostRace', 'lostRace', 'lostRace'] })
    const slept: number[] = []
    const clock = {
      now: world.clock.now,
      sleep: async (milliseconds: number) => void slept.push(milliseconds),
    }
    const seats = createSeats({ ...world.platform, clock }, { random: () => 0.5 })
    await openTeam(seats, 2)
    await seats.assign(inPool({ email: 'ada@example.com' }))
    expect(slept).toStrictEqual([2, 4, 8])
  })

  it('a command id that the winner used is answered as the winner was', async () => {
    const mine = trial()
    const there = createSeats(trial({}, mine, 'b').platform)
    await openTeam(there, 2)
    const behind = trial({}, mine)
    const here = createSeats(behind.platform)
    await here.pool({ organizationId: 'acme', poolId: 'team' })
    const input = inPool({ email: 'ada@example.com', commandId: 'one' })
    const first = await there.assign(input)
    const second = await here.assign(input)
    expect(second.seat).toStrictEqual(first.seat)
    expect(second.revision).toBe(first.revision)
    expect(behind.appends.length).toBe(1)
    const read = await mine.store.read(STREAM, { from: 0, limit: 10 })
    expect(E.isRight(read) && read.right.length).toBe(2)
  })
})
