import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { createSeatLedger } from '../../src/engine/seat-ledger.js'
import { createSeats } from '../../src/engine/seats.js'
import type { EventStore } from '../../src/ports/event-store.js'
import { failureOf, inPool, onSeat, openTeam, teamInput, trial } from '../support/trial.js'

const people = (count: number) => Array.from({ length: count }, (_, index) => `p${index}@example.com`)

describe('group commit', () => {
  it('commands that wait together are one append; the rest of them wait for the first', async () => {
    const world = trial()
    const seats = createSeats(world.platform)
    await openTeam(seats, 1_000)
    const answers = await Promise.all(people(400).map((email) => seats.assign(inPool({ email }))))
    expect(world.appends.map(({ types }) => types.length)).toStrictEqual([1, 400])
    expect(answers.map(({ revision }) => revision)).toStrictEqual(answers.map((_, index) => index + 1))
  })

  it('a batch is bounded', async () => {
    const world = trial()
    const seats = createSeats(world.platform)
    await openTeam(seats, 5_000)
    await Promise.all(people(1_200).map((email) => seats.assign(inPool({ email }))))
    expect(world.appends.map(({ types }) => types.length)).toStrictEqual([1, 500, 500, 200])
  })

  it('what arrives during an append is the next one', async () => {
    const world = trial()
    const seats = createSeats(world.platform)
    await openTeam(seats, 10)
    const first = seats.assign(inPool({ email: 'a@example.com' }))
    await Promise.resolve().then(() => undefined)
    const others = ['b@example.com', 'c@example.com'].map((email) => seats.assign(inPool({ email })))
    await Promise.all([first, ...others])
    expect(world.appends.reduce((sum, { types }) => sum + types.length, 0)).toBe(4)
    expect(world.appends.length).toBeLessThanOrEqual(3)
  })

  it('within a batch each command sees what those before it did, in the order of the calls', async () => {
    const world = trial()
    const ledger = createSeatLedger(world.platform)
    await openTeam(createSeats(world.platform), 2)
    const answers = await Promise.all(
      ['a', 'b', 'c', 'a'].map((name) => ledger.assign(inPool({ email: `${name}@example.com` }))()),
    )
    expect(
      answers.map((answer) => (E.isLeft(answer) ? answer.left._tag : answer.right.revision)),
    ).toStrictEqual([1, 2, 'SeatNotAvailable', 'SeatAlreadyAssigned'])
    expect(world.appends.length).toBe(2)
  })

  it('nothing is answered before the append has succeeded, not even a rejection that rests on it', async () => {
    const world = trial()
    const { append } = world.platform.eventStore
    let release = (): void => undefined
    const gate = new Promise<void>((resolve) => {
      release = resolve
    })
    let isClosed = false
    const eventStore: EventStore = {
      ...world.platform.eventStore,
      append: async (...call) => {
        if (isClosed) await gate
        return append(...call)
      },
    }
    const ledger = createSeatLedger({ ...world.platform, eventStore })
    await openTeam(createSeats(world.platform), 1)
    await ledger.pool({ organizationId: 'acme', poolId: 'team' })()
    isClosed = true
    const answered: string[] = []
    const calls = ['a', 'b'].map((name) =>
      ledger
        .assign(inPool({ email: `${name}@example.com` }))()
        .then((answer) => answered.push(answer._tag)),
    )
    await new Promise((resolve) => setImmediate(resolve))
    expect(answered).toStrictEqual([])
    release()
    await Promise.all(calls)
    expect(answered).toStrictEqual(['Right', 'Left'])
  })

  it('a pool that waits for its store does not hold up another', async () => {
    const world = trial()
    const { append } = world.platform.eventStore
    const eventStore: EventStore = {
      ...world.platform.eventStore,
      append: (stream, ...call) =>
        stream.endsWith('.stuck') ? new Promise(() => undefined) : append(stream, ...call),
    }
    const seats = createSeats({ ...world.platform, eventStore })
    void seats.openPool({ ...teamInput(1), poolId: 'stuck' })
    await openTeam(seats, 1)
    expect((await seats.pool({ organizationId: 'acme', poolId: 'team' })).available).toBe(1)
  })

  it('a question is answered as of everything sent before it', async () => {
    const world = trial()
    const seats = createSeats(world.platform)
    await openTeam(seats, 5)
    const assignment = seats.assign(inPool({ email: 'a@example.com' }))
    const pool = seats.pool({ organizationId: 'acme', poolId: 'team' })
    expect((await pool).live).toBe(1)
    const { seat } = await assignment
    expect((await seats.seat({ organizationId: 'acme', seatId: seat.id })).seat).toStrictEqual(seat)
  })

  it('two claims at once have one winner (better 6)', async () => {
    const world = trial()
    const seats = createSeats(world.platform)
    await openTeam(seats, 1)
    const { invitationToken, seat } = await seats.assign(inPool({ email: 'a@example.com' }))
    const token = invitationToken ?? ''
    const claim = (customerId: string) =>
      seats.claim({ token, customerId, actor: { kind: 'customer', id: customerId } })
    const [winner, loser] = [claim('cus_1'), claim('cus_2')]
    expect((await winner).seat.status).toBe('claimed')
    expect(await failureOf(loser)).toStrictEqual({ _tag: 'InvitationDead' })
    const [revoked, late] = [seats.revoke(onSeat(seat.id)), claim('cus_1')]
    expect((await revoked).seat.status).toBe('revoked')
    expect(await failureOf(late)).toStrictEqual({ _tag: 'InvitationDead' })
  })
})
