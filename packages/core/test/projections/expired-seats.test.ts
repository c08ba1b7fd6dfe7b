import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import type { LedgerEvent } from '../../src/domain/events.js'
import type { CustomerId, SeatId } from '../../src/domain/ids.js'
import { seatIndex } from '../../src/projections/seat-index.js'
import { listSeats, type SeatQuery, type SeatScope } from '../../src/projections/seat-list.js'
import { poolUsage } from '../../src/projections/usage.js'
import type { LedgerRecord } from '../../src/stored/record.js'
import { assigned, at, CUSTOMERS, EMAILS, ORGANIZATIONS, opened, POOLS, recordOf } from './histories.js'
import { Naive } from './naive.js'

const SEATS = 600
const [organizationId] = ORGANIZATIONS as [(typeof ORGANIZATIONS)[number]]
const [poolId] = POOLS as [(typeof POOLS)[number]]
const [holder] = CUSTOMERS as [CustomerId]
const [email] = EMAILS as [(typeof EMAILS)[number]]

const seatId = (number: number): SeatId => `${poolId}.${number}` as SeatId

/** A pool of pending seats that expire one second after another, in another order than that of their assignment. */
const pool = (): LedgerRecord[] => [
  recordOf(organizationId, poolId, 0, 0, opened(organizationId, poolId, holder, SEATS, at(0))),
  ...Array.from({ length: SEATS }, (_, number) => {
    const event = assigned(seatId(number), email, at((number * 7) % 40), at((number * 389) % SEATS))
    return recordOf(organizationId, poolId, number + 1, number + 1, event)
  }),
]

/** The clock goes to a second, or a seat is resent or claimed. */
const moves = fc.array(
  fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record({ to: fc.constant('step' as const), by: fc.integer({ min: -12, max: 15 }) }),
    },
    { weight: 1, arbitrary: fc.record({ to: fc.constant('leap' as const), by: fc.nat(SEATS) }) },
    { weight: 2, arbitrary: fc.record({ to: fc.constant('resend' as const), by: fc.nat(SEATS * SEATS) }) },
    { weight: 2, arbitrary: fc.record({ to: fc.constant('claim' as const), by: fc.nat(SEATS - 1) }) },
  ),
  { minLength: 20, maxLength: 60, size: 'max' },
)

describe('the seats that are expired', () => {
  it('are right for a clock that creeps and leaps, forwards and back, while seats are resent and claimed', () => {
    fc.assert(
      fc.property(moves, (all) => {
        const log = pool()
        const index = log.reduce(seatIndex.evolve, seatIndex.initial())
        const claimed = new Set<number>()
        let second = SEATS / 2
        for (const { to, by } of all) {
          if (to === 'step') second += by
          if (to === 'leap') second = by
          const seat = by % SEATS
          if ((to === 'resend' || to === 'claim') && !claimed.has(seat)) {
            if (to === 'claim') claimed.add(seat)
            const event =
              to === 'claim'
                ? {
                    type: 'Claimed' as const,
                    seatId: seatId(seat),
                    holder: { customerId: holder, email: null },
                    invitation: 1,
                    at: at(0),
                  }
                : {
                    type: 'InvitationResent' as const,
                    seatId: seatId(seat),
                    invitation: { number: 2, expiresAt: at(Math.floor(by / SEATS)) },
                    at: at(0),
                  }
            const record = recordOf(organizationId, poolId, log.length, log.length, event)
            log.push(record)
            seatIndex.evolve(index, record)
          }
          const query: SeatQuery = {
            organizationId,
            scope: { by: 'pool', poolId },
            status: 'expired',
            now: at(second),
          }
          const expected = new Naive([...log]).items(query)
          expect(listSeats(index, query, { page: 1, limit: 100 })).toMatchObject({
            right: { total: expected.length, items: expected.slice(0, 100) },
          })
          expect(poolUsage(index, organizationId, poolId, at(second))?.expired).toBe(expected.length)
        }
      }),
      { numRuns: 6 },
    )
  })
})

describe('a person with hundreds of seats', () => {
  it('has the right list for every status, as owner, holder and by address, after each kind of change', () => {
    const log = pool()
    const add = (event: LedgerEvent): void => {
      log.push(recordOf(organizationId, poolId, log.length, log.length, event))
    }
    for (let seat = 0; seat < 200; seat++) {
      const claim = { holder: { customerId: holder, email: null }, invitation: 1, at: at(0) }
      add({ type: 'Claimed', seatId: seatId(seat), ...claim })
    }
    for (let seat = 150; seat < 280; seat++) {
      add({ type: 'Revoked', seatId: seatId(seat), cause: 'revoked', at: at(1) })
    }
    const index = log.reduce(seatIndex.evolve, seatIndex.initial())
    const naive = new Naive(log)
    const person = { customerId: holder }
    const scopes: SeatScope[] = [
      { by: 'owner', ...person },
      { by: 'holder', ...person },
      { by: 'email', email },
    ]
    for (const scope of scopes) {
      for (const status of ['pending', 'claimed', 'revoked', 'expired', null] as const) {
        const query: SeatQuery = { organizationId, scope, status, now: at(300) }
        const expected = naive.items(query)
        expect(listSeats(index, query, { page: 2, limit: 40 })).toEqual(
          E.right({
            items: expected.slice(40, 80),
            total: expected.length,
            maxPage: Math.ceil(expected.length / 40),
          }),
        )
      }
    }
  })
})
