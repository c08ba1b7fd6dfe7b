import { faultyEventStore } from '@seat-ledger/testing'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { createSeats } from '../../src/engine/seats.js'
import type { EventStore } from '../../src/ports/event-store.js'
import { assigned } from '../support/facts.js'
import { ACTOR, failureOf, inPool, openTeam, STREAM, trial } from '../support/trial.js'

const ada = inPool({ email: 'ada@example.com' })
const bob = inPool({ email: 'bob@example.com' })
const metadata = { actor: ACTOR, commandId: 'c', correlationId: 'c' }

describe('a store that refuses', () => {
  it('is told to all who waited, at the first refusal, and the next command works', async () => {
    const world = trial({ append: [undefined, 'refused'] })
    const seats = createSeats(world.platform)
    await openTeam(seats, 5)
    const refused = { _tag: 'StoreRefused', detail: 'A fault of the test', cause: undefined }
    const waiting = [failureOf(seats.assign(ada)), failureOf(seats.assign(bob))]
    expect(await Promise.all(waiting)).toStrictEqual([refused, refused])
    expect(world.appends.length).toBe(2)
    expect((await seats.assign(ada)).revision).toBe(1)
  })

  it.each(['refused', 'unavailable'] as const)(
    'to read (%s) is told too, and the next command works',
    async (fault) => {
      const world = trial({ read: [fault] })
      const seats = createSeats(world.platform)
      const tag = fault === 'refused' ? 'StoreRefused' : 'StoreUnavailable'
      expect((await failureOf(seats.assign(ada)))._tag).toBe(tag)
      expect(world.appends).toStrictEqual([])
      expect((await openTeam(seats, 5)).revision).toBe(0)
    },
  )

  it('to read while a race is settled leaves no half-read state behind', async () => {
    const world = trial()
    const here = createSeats({
      ...world.platform,
      eventStore: faultyEventStore(world.store, {
        append: [undefined, 'lostRace'],
        read: [undefined, 'unavailable'],
      }),
    })
    await openTeam(here, 5)
    expect((await failureOf(here.assign(ada)))._tag).toBe('StoreUnavailable')
    expect((await here.assign(ada)).revision).toBe(1)
  })

  it('a history is told too', async () => {
    const world = trial({ read: ['unavailable'] })
    const seats = createSeats(world.platform)
    expect((await failureOf(seats.seatHistory({ organizationId: 'acme', seatId: 'team.ada' })))._tag).toBe(
      'StoreUnavailable',
    )
  })
})

describe('an event that cannot be read stops a writer, as it may be part of a rule', () => {
  const stored = async (type: string, data: object, meta: object = metadata) => {
    const world = trial()
    const seats = createSeats(world.platform)
    await openTeam(seats, 5)
    await world.store.append(STREAM, 0, [
      { id: 'a', type: 'Assigned', data: assigned('ada', 1), metadata },
      { id: 'b', type, data, metadata: meta },
    ])
    return { world, seats }
  }
  const unreadable = (type: string, problem: string, fields: readonly string[]) => ({
    _tag: 'UnreadableEvent',
    stream: STREAM,
    revision: 2,
    type,
    problem,
    fields,
  })

  it.each([
    ['an unknown type', ['SeatPainted', {}] as const, unreadable('SeatPainted', 'unknown type', [])],
    [
      'a broken body',
      ['Revoked', { ...assigned('ada', 1), type: 'Revoked', at: 5 }] as const,
      unreadable('Revoked', 'broken body', ['cause', 'at']),
    ],
    [
      'broken metadata',
      ['PoolClosed', { type: 'PoolClosed', at: assigned('ada', 1).at }, { actor: 7 }] as const,
      unreadable('PoolClosed', 'broken metadata', ['actor', 'commandId', 'correlationId']),
    ],
  ])('%s is named by stream and revision', async (_, [type, data, meta], failure) => {
    const { world, seats } = await stored(type, data, meta)
    expect(await failureOf(seats.assign(bob))).toStrictEqual(failure)
    expect(await failureOf(seats.pool({ organizationId: 'acme', poolId: 'team' }))).toStrictEqual(failure)
    expect(await failureOf(seats.seatHistory({ organizationId: 'acme', seatId: 'team.ada' }))).toStrictEqual(
      failure,
    )
    expect((await world.recorded()).length).toBe(3)
  })

  it('stops only its own pool', async () => {
    const { seats } = await stored('SeatPainted', {})
    await failureOf(seats.assign(bob))
    expect((await seats.openPool({ ...inPool({}), ...(await otherPool()) })).revision).toBe(0)
  })
})

const otherPool = async () => ({
  poolId: 'other',
  customerId: 'cus_1',
  source: { kind: 'order' as const, id: 'o_1' },
  product: { id: 'p_1', name: 'Plan' },
  capacity: 1,
})

describe('a store that breaks its contract', () => {
  const broken = (change: Partial<EventStore>) => {
    const world = trial()
    return createSeats({ ...world.platform, eventStore: { ...world.store, ...change } })
  }

  it('and throws is told as a defect with its cause, not thrown', async () => {
    const cause = new Error('boom')
    const throws = () => Promise.reject(cause)
    expect(await failureOf(openTeam(broken({ append: throws }), 1))).toStrictEqual({
      _tag: 'EngineDefect',
      cause,
    })
    expect(await failureOf(openTeam(broken({ read: throws }), 1))).toStrictEqual({
      _tag: 'EngineDefect',
      cause,
    })
  })

  it('once works again after that', async () => {
    const world = trial()
    let calls = 0
    const append: EventStore['append'] = async (...call) => {
      calls += 1
      if (calls === 1) throw new Error('boom')
      return world.store.append(...call)
    }
    const seats = createSeats({ ...world.platform, eventStore: { ...world.store, append } })
    expect((await failureOf(openTeam(seats, 1)))._tag).toBe('EngineDefect')
    expect((await openTeam(seats, 1)).revision).toBe(0)
  })
})

describe('an append that is too large', () => {
  /** A store that takes so many events at once. */
  const small = (most: number) => {
    const world = trial()
    const sizes: number[] = []
    const append: EventStore['append'] = async (stream, expected, events) => {
      sizes.push(events.length)
      if (events.length > most) return E.left({ _tag: 'AppendTooLarge', stream, detail: `${most} at most` })
      return world.store.append(stream, expected, events)
    }
    const seats = createSeats({ ...world.platform, eventStore: { ...world.store, append } })
    return { world, seats, sizes }
  }

  it('is split until it fits, in the order of the calls', async () => {
    const { world, seats, sizes } = small(3)
    await openTeam(seats, 20)
    const emails = Array.from({ length: 10 }, (_, index) => `p${index}@example.com`)
    const answers = await Promise.all(emails.map((email) => seats.assign(inPool({ email }))))
    expect(answers.map(({ revision }) => revision)).toStrictEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    expect(sizes).toStrictEqual([1, 10, 5, 3, 3, 3, 1])
    expect((await world.recorded()).map(({ data }) => data).slice(1)).toMatchObject(
      emails.map((email) => ({ email })),
    )
  })

  it('fails only the one command that is too large for itself', async () => {
    const { world, seats } = small(3)
    await openTeam(seats, 20)
    const rows = Array.from({ length: 4 }, (_, index) => ({ email: `r${index}@example.com` }))
    const large = failureOf(seats.assignBulk(inPool({ mode: 'atomic', seats: rows })))
    const [before, after] = [seats.assign(ada), seats.assign(bob)]
    expect(await large).toStrictEqual({ _tag: 'AppendTooLarge', stream: STREAM, detail: '3 at most' })
    expect([(await before).revision, (await after).revision]).toStrictEqual([1, 2])
    expect((await world.recorded()).length).toBe(3)
  })
})
