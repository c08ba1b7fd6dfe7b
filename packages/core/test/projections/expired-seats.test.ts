import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CustomerId, SeatId } from '../../src/domain/ids.js'
import { seatIndex } from '../../src/projections/seat-index.js'
import { listSeats, type SeatQuery } from '../../src/projections/seat-list.js'
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
