import { nodeIds } from '@seat-ledger/node'
import { describe, expect, it } from 'vitest'
import { createSeats } from '../../src/engine/seats.js'
import { DAY } from '../support/facts.js'
import { ACTOR, inPool, onSeat, openTeam, STREAM, trial } from '../support/trial.js'

const open = async () => {
  const world = trial()
  const seats = createSeats(world.platform)
  await openTeam(seats, 9)
  return { world, seats, last: async () => (await world.recorded()).slice(1) }
}

describe('every event says who, why and as part of what (better 9)', () => {
  it('records actor, command, correlation, causation and reason', async () => {
    const { seats, last } = await open()
    await seats.assign(
      inPool({
        email: 'ada@example.com',
        commandId: 'c-1',
        correlationId: 'r-1',
        causationId: 'e-1',
        reason: 'Joined',
      }),
    )
    expect((await last())[0]?.metadata).toStrictEqual({
      actor: ACTOR,
      commandId: 'c-1',
      correlationId: 'r-1',
      causationId: 'e-1',
      reason: 'Joined',
      fingerprint: expect.stringMatching(/^[A-Za-z0-9_-]{43}$/),
    })
  })

  it('without a correlation, a command is its own; without an id it is given one and no fingerprint', async () => {
    const { seats, last } = await open()
    await seats.assign(inPool({ email: 'ada@example.com' }))
    expect((await last())[0]?.metadata).toStrictEqual({
      actor: ACTOR,
      commandId: 'command-2',
      correlationId: 'command-2',
    })
  })

  it('all events of one command have it, closing a pool included (rule 6)', async () => {
    const { seats, world } = await open()
    await seats.assign(inPool({ email: 'ada@example.com' }))
    await seats.assign(inPool({ email: 'bob@example.com' }))
    await seats.closePool(inPool({ reason: 'Cancelled' }))
    const ending = (await world.recorded()).slice(3)
    expect(ending.map(({ type }) => type)).toStrictEqual(['Revoked', 'Revoked', 'PoolClosed'])
    expect(new Set(ending.map(({ metadata }) => JSON.stringify(metadata))).size).toBe(1)
    expect(world.appends.at(-1)?.types).toStrictEqual(['Revoked', 'Revoked', 'PoolClosed'])
  })

  it('the history of a seat is told with them, oldest first, and of that seat only', async () => {
    const { seats, world } = await open()
    const { seat } = await seats.assign(inPool({ email: 'ada@example.com', reason: 'Joined' }))
    await seats.assign(inPool({ email: 'bob@example.com' }))
    world.clock.set(world.clock.now() + 1_000)
    await seats.revoke(onSeat(seat.id, { reason: 'Left', actor: { kind: 'system', id: 'hr' } }))
    const history = await seats.seatHistory({ organizationId: 'acme', seatId: seat.id })
    expect(
      history.map(({ revision, event, metadata }) => [
        revision,
        event.type,
        event.at,
        metadata.actor.id,
        metadata.reason,
      ]),
    ).toStrictEqual([
      [1, 'Assigned', '2026-03-03T09:30:00.000Z', 'admin', 'Joined'],
      [3, 'Revoked', '2026-03-03T09:30:01.000Z', 'hr', 'Left'],
    ])
  })

  it('refused rows of a partial bulk are on its first event only', async () => {
    const { seats, last } = await open()
    const rows = ['ada', 'ada', 'bob'].map((name) => ({ email: `${name}@example.com` }))
    const { rows: answers } = await seats.assignBulk(inPool({ mode: 'partial', seats: rows }))
    const [first, second] = await last()
    expect(first?.metadata).toHaveProperty('refused', [
      { index: 1, rejection: answers[1]?.status === 'rejected' && answers[1].rejection },
    ])
    expect(second?.metadata).not.toHaveProperty('refused')
  })
})

describe('event ids', () => {
  it('are UUIDv5 of the stream, the command and the decision: the same decision has the same ids', async () => {
    let fingerprint = ''
    const ids = await Promise.all(
      [0, 1].map(async () => {
        const { seats, last } = await open()
        await seats.assign(
          inPool({ email: 'ada@example.com', commandId: 'c-1', immediateClaim: { customerId: 'cus_1' } }),
        )
        const events = await last()
        const { metadata } = events[0] ?? { metadata: undefined }
        if (typeof metadata === 'object' && metadata !== null && 'fingerprint' in metadata)
          fingerprint = `${metadata.fingerprint}`
        return events.map(({ id }) => id)
      }),
    )
    expect(ids[0]).toStrictEqual(ids[1])
    expect(fingerprint).not.toBe('')
    const name = (index: number) =>
      `${STREAM}/c-1/${index}/2026-03-03T09:30:00.000Z/team.seat_0000000000000001/c-1/${fingerprint}`
    expect(ids[0]).toStrictEqual([nodeIds.event(name(0)), nodeIds.event(name(1))])
    expect(ids[0]?.[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  })

  it('are all different, however much is recorded', async () => {
    const { seats, world } = await open()
    await seats.changeCapacity(inPool({ capacity: 500 }))
    await Promise.all(
      Array.from({ length: 200 }, (_, index) =>
        seats.assign(
          inPool({
            email: `p${index}@example.com`,
            commandId: `c-${index}`,
            immediateClaim: { customerId: 'cus_1' },
          }),
        ),
      ),
    )
    await seats.closePool(inPool({}))
    const ids = (await world.recorded()).map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
  })
})

describe('what is recorded is frozen: nobody who gets it can change it', () => {
  it('events and their metadata', async () => {
    const { seats, world } = await open()
    await seats.assign(inPool({ email: 'ada@example.com' }))
    world.clock.set(world.clock.now() + DAY * 1000)
    await seats.releaseExpired(inPool({}))
    await seats.closePool(inPool({}))
    const events = await world.recorded()
    expect(events.map(({ data }) => Object.isFrozen(data))).toStrictEqual(events.map(() => true))
    expect(events.map(({ metadata }) => Object.isFrozen(metadata))).toStrictEqual(events.map(() => true))
  })
})
