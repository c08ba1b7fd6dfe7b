import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { createSeatLedger } from '../../src/engine/seat-ledger.js'
import { createSeats } from '../../src/engine/seats.js'
import type { EventStore } from '../../src/ports/event-store.js'
import { failureOf, inPool, openTeam, trial } from '../support/trial.js'

describe('closing an engine', () => {
  it('finishes what was taken, refuses the rest, and settles when all is answered', async () => {
    const world = trial()
    let release = (): void => undefined
    const gate = new Promise<void>((resolve) => {
      release = resolve
    })
    const append: EventStore['append'] = async (...call) => {
      await gate
      return world.store.append(...call)
    }
    const seats = createSeats({ ...world.platform, eventStore: { ...world.store, append } })
    const answered: string[] = []
    const taken = openTeam(seats, 2).then(({ revision }) => answered.push(`opened at ${revision}`))
    const waiting = seats
      .assign(inPool({ email: 'ada@example.com' }))
      .then(({ revision }) => answered.push(`assigned at ${revision}`))
    const written = seats.close().then(async () => (await world.recorded()).length)
    expect(await failureOf(seats.assign(inPool({ email: 'bob@example.com' })))).toStrictEqual({
      _tag: 'EngineClosed',
    })
    expect(answered).toStrictEqual([])
    release()
    expect(await written).toBe(2)
    await Promise.all([taken, waiting])
    expect(answered).toStrictEqual(['opened at 0', 'assigned at 1'])
  })

  it('may be done twice, and at rest', async () => {
    const seats = createSeats(trial().platform)
    await Promise.all([seats.close(), seats.close()])
    await seats.close()
    expect(await failureOf(seats.pool({ organizationId: 'acme', poolId: 'team' }))).toStrictEqual({
      _tag: 'EngineClosed',
    })
  })

  it('also refuses a call that was prepared before and is run after', async () => {
    const ledger = createSeatLedger(trial().platform)
    const prepared = ledger.pool({ organizationId: 'acme', poolId: 'team' })
    await ledger.close()
    expect(await prepared()).toStrictEqual(E.left({ _tag: 'EngineClosed' }))
  })
})
