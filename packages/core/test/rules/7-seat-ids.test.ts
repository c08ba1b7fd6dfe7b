import { describe, expect, it } from 'vitest'
import { liveSeats } from '../../src/domain/ledger.js'
import { createSeats } from '../../src/engine/seats.js'
import { addressOf, assigned, claimed, opened, revoked, seat } from '../support/facts.js'
import { fold } from '../support/fold.js'
import { inPool, onSeat, openTeam, trial } from '../support/trial.js'

describe('rule 7: every assignment has a seat id of its own, and no id is used again', () => {
  it('the same address gets another seat id each time; the history of the first is kept (better 3)', async () => {
    const seats = createSeats(trial().platform)
    await openTeam(seats, 1)
    const first = await seats.assign(inPool({ email: addressOf('ada') }))
    await seats.revoke(onSeat(first.seat.id))
    const second = await seats.assign(inPool({ email: addressOf('ada') }))
    const third = await seats.reassign(onSeat(second.seat.id, { email: addressOf('ada') }))
    expect(new Set([first.seat.id, second.seat.id, third.assigned.seat.id]).size).toBe(3)
    const history = await seats.seatHistory({ organizationId: 'acme', seatId: first.seat.id })
    expect(history.map(({ event }) => event.type)).toStrictEqual(['Assigned', 'Revoked'])
    expect((await seats.seat({ organizationId: 'acme', seatId: first.seat.id })).seat.status).toBe('revoked')
  })

  it('a seat id begins with its pool and goes on with 21 characters', async () => {
    const seats = createSeats(trial().platform)
    await openTeam(seats, 1)
    const { seat: assignedSeat } = await seats.assign(inPool({ email: addressOf('ada') }))
    expect(assignedSeat.id).toMatch(/^team\.[A-Za-z0-9_-]{21}$/)
  })

  it('a second Assigned of one id changes nothing: a seat cannot become another', () => {
    const history = [opened(5), assigned('ada', 1), claimed('ada', 2)]
    const ledger = fold([...history, assigned('ada', 3, { email: 'eve@example.com' })])
    expect(ledger.seats.get(seat('ada'))).toStrictEqual(fold(history).seats.get(seat('ada')))
    expect(liveSeats(ledger)).toBe(1)
  })

  it('a recorded event off the lifecycle changes nothing', () => {
    const ended = [opened(5), assigned('ada', 1), revoked('ada', 2)]
    for (const event of [claimed('ada', 3), assigned('ada', 3), revoked('ada', 3), claimed('nobody', 3)]) {
      const ledger = fold([...ended, event])
      expect(ledger.seats.values()).toStrictEqual(fold(ended).seats.values())
      expect(liveSeats(ledger)).toBe(0)
    }
  })
})
