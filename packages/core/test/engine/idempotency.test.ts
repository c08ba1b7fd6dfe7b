import { describe, expect, it } from 'vitest'
import { COMMAND_WINDOW } from '../../src/engine/command-window.js'
import { createSeats, type Seats } from '../../src/engine/seats.js'
import { failureOf, inPool, onSeat, openTeam, type Trial, teamInput, trial } from '../support/trial.js'

const open = async (capacity = 5): Promise<{ world: Trial; seats: Seats }> => {
  const world = trial()
  const seats = createSeats(world.platform)
  await openTeam(seats, capacity)
  return { world, seats }
}
const ada = inPool({ email: 'ada@example.com', commandId: 'one' })

describe('a command id that was seen before (better 8)', () => {
  it('gets the first answer again and changes nothing', async () => {
    const { world, seats } = await open()
    const first = await seats.assign(ada)
    const again = await seats.assign(ada)
    expect(again).toStrictEqual(first)
    expect(again.invitationToken).toBe(first.invitationToken)
    expect((await world.recorded()).length).toBe(2)
  })

  it('gets it also when the state has moved on, in this engine or another', async () => {
    const { world, seats } = await open(1)
    const first = await seats.assign(ada)
    await seats.resend(onSeat(first.seat.id))
    await seats.revoke(onSeat(first.seat.id))
    await seats.closePool(inPool({}))
    const there = createSeats(trial({}, world, 'b').platform)
    for (const engine of [seats, there]) {
      const again = await engine.assign(ada)
      expect({ seat: again.seat, pool: again.pool, revision: again.revision }).toStrictEqual({
        seat: first.seat,
        pool: first.pool,
        revision: first.revision,
      })
      expect(again.position).toBeGreaterThanOrEqual(first.position)
    }
  })

  it('gets it within one batch as well', async () => {
    const { world, seats } = await open()
    const [first, again] = await Promise.all([seats.assign(ada), seats.assign(ada)])
    expect(again).toStrictEqual(first)
    expect((await world.recorded()).length).toBe(2)
  })

  it('gets it whatever the revision that was made a condition', async () => {
    const { seats } = await open()
    const first = await seats.assign({ ...ada, ifRevision: 0 })
    expect(await seats.assign({ ...ada, ifRevision: 0 })).toStrictEqual(first)
  })

  it('is the same command with its keys in another order, its email in another spelling, another actor or reason', async () => {
    const { seats } = await open()
    const first = await seats.assign({ ...ada, metadata: { a: 1, b: { c: 2, d: [3] } } })
    const again = await seats.assign({
      metadata: { b: { d: [3], c: 2 }, a: 1 },
      email: ' ADA@Example.com',
      commandId: 'one',
      reason: 'Retried',
      actor: { id: 'other', kind: 'system' },
      poolId: 'team',
      organizationId: 'acme',
    })
    expect(again).toStrictEqual(first)
  })

  it.each([
    ['another email', { email: 'bob@example.com' }],
    ['another expiry', { expiresInSeconds: 61 }],
    ['metadata', { metadata: { a: 1 } }],
    ['a member', { member: { memberId: 'm' } }],
    ['an immediate claim', { immediateClaim: { customerId: 'cus_1' } }],
  ])('with %s is refused', async (_, change) => {
    const { world, seats } = await open()
    await seats.assign(ada)
    expect(await failureOf(seats.assign({ ...ada, ...change }))).toStrictEqual({
      _tag: 'CommandIdReused',
      commandId: 'one',
    })
    expect((await world.recorded()).length).toBe(2)
  })

  it('for another operation is refused', async () => {
    const { seats } = await open()
    const { seat } = await seats.assign(ada)
    const reused = { _tag: 'CommandIdReused', commandId: 'one' }
    expect(await failureOf(seats.revoke(onSeat(seat.id, { commandId: 'one' })))).toStrictEqual(reused)
    expect(await failureOf(seats.resend(onSeat(seat.id, { commandId: 'one' })))).toStrictEqual(reused)
    expect(await failureOf(seats.closePool(inPool({ commandId: 'one' })))).toStrictEqual(reused)
    expect(await failureOf(seats.releaseExpired(inPool({ commandId: 'one' })))).toStrictEqual(reused)
    const bulk = inPool({ commandId: 'one', mode: 'partial', seats: [{ email: 'ada@example.com' }] } as const)
    expect(await failureOf(seats.assignBulk(bulk))).toStrictEqual(reused)
  })

  it('in another pool or organization is another command', async () => {
    const { seats } = await open()
    await seats.assign(ada)
    for (const place of [{ poolId: 'other' }, { organizationId: 'other' }]) {
      await seats.openPool({ ...teamInput(1), ...place })
      expect((await seats.assign({ ...ada, ...place })).revision).toBe(1)
    }
  })

  it('that was refused, or changed nothing, is not remembered: it may succeed later', async () => {
    const { seats } = await open(0)
    expect((await failureOf(seats.assign(ada)))._tag).toBe('SeatNotAvailable')
    await seats.changeCapacity(inPool({ capacity: 1 }))
    expect((await seats.assign(ada)).revision).toBe(2)
  })

  it('of every command is remembered', async () => {
    const { world, seats } = await open(9)
    const { seat, invitationToken } = await seats.assign(inPool({ email: 'ada@example.com' }))
    const actor = { kind: 'customer', id: 'cus_1' } as const
    const twice = async (call: () => Promise<{ revision: number }>): Promise<void> => {
      const first = await call()
      const events = (await world.recorded()).length
      expect(events).toBe(first.revision + 1)
      expect(await call()).toStrictEqual(first)
      expect((await world.recorded()).length).toBe(events)
    }
    await twice(() => seats.changeCapacity(inPool({ capacity: 8, commandId: 'c-1' })))
    await twice(() =>
      seats.claim({ token: invitationToken ?? '', customerId: 'cus_1', actor, commandId: 'c-2' }),
    )
    await twice(() => seats.reassign(onSeat(seat.id, { email: 'bob@example.com', commandId: 'c-3' })))
    const cyd = await seats.assign(inPool({ email: 'cyd@example.com', expiresInSeconds: 60 }))
    await twice(() => seats.resend(onSeat(cyd.seat.id, { expiresInSeconds: 60, commandId: 'c-4' })))
    world.clock.set(world.clock.now() + 60_000)
    await twice(() => seats.releaseExpired(inPool({ commandId: 'c-5' })))
    const dan = await seats.assign(
      inPool({ email: 'dan@example.com', immediateClaim: { customerId: 'cus_2' } }),
    )
    await twice(() => seats.revoke(onSeat(dan.seat.id, { commandId: 'c-6' })))
    const rows = [{ email: 'eve@example.com' }, { email: 'EVE@example.com' }, { email: 'no' }]
    await twice(() => seats.assignBulk(inPool({ mode: 'partial', seats: rows, commandId: 'c-7' })))
    await twice(() => seats.closePool(inPool({ commandId: 'c-8' })))
  })

  it('of a bulk answers each row again from the store alone', async () => {
    const { world, seats } = await open(2)
    const rows = ['ada', 'ADA', 'bob', 'cyd'].map((name) => ({ email: `${name}@example.com` }))
    const bulk = inPool({ mode: 'partial', seats: [...rows, { email: 'no' }], commandId: 'one' } as const)
    const first = await seats.assignBulk(bulk)
    expect(first.rows.map(({ status }) => status)).toStrictEqual([
      'assigned',
      'rejected',
      'assigned',
      'rejected',
      'invalid',
    ])
    const there = createSeats(trial({}, world, 'b').platform)
    expect(await there.assignBulk(bulk)).toStrictEqual(first)
  })

  it('is answered the same after a tail that could be read in part only', async () => {
    const world = trial()
    const there = createSeats(trial({}, world, 'b').platform)
    const here = createSeats(trial({ read: [undefined, undefined, 'unavailable'] }, world).platform)
    await openTeam(there, 9)
    await here.pool({ organizationId: 'acme', poolId: 'team' })
    await there.assign(inPool({ email: 'ada@example.com', expiresInSeconds: 60 }))
    world.clock.set(world.clock.now() + 60_000)
    const release = inPool({ commandId: 'one' })
    const first = await there.releaseExpired(release)
    const resize = (index: number) => there.changeCapacity(inPool({ capacity: 10 + (index % 2) }))
    await Promise.all(Array.from({ length: 1_000 }, (_, index) => resize(index)))
    expect((await failureOf(here.releaseExpired(release)))._tag).toBe('StoreUnavailable')
    expect((await here.pool({ organizationId: 'acme', poolId: 'team' })).revision).toBe(1_002)
    expect((await here.releaseExpired(release)).released).toStrictEqual(first.released)
  })

  it(`is remembered for the last ${COMMAND_WINDOW} commands of its ledger, and then forgotten`, async () => {
    const { seats } = await open(1_000_000)
    expect(COMMAND_WINDOW).toBe(10_000)
    const first = await seats.assign(ada)
    const fill = (from: number, to: number) =>
      Promise.all(
        Array.from({ length: to - from }, (_, index) =>
          seats.changeCapacity(
            inPool({ capacity: 10 + ((from + index) % 2), commandId: `fill-${from + index}` }),
          ),
        ),
      )
    await fill(0, COMMAND_WINDOW - 1)
    expect((await seats.assign(ada)).seat).toStrictEqual(first.seat)
    await fill(COMMAND_WINDOW - 1, COMMAND_WINDOW)
    expect(await failureOf(seats.assign(ada))).toStrictEqual({
      _tag: 'SeatAlreadyAssigned',
      seatId: first.seat.id,
    })
  })
})
