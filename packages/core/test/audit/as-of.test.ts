import * as fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { ledgerAsOf, ledgerAsOfEach } from '../../src/audit/as-of.js'
import { ledgerDifference } from '../../src/audit/difference.js'
import type { OrganizationId, PoolId } from '../../src/domain/ids.js'
import { instantOf, millisecondsOf } from '../../src/domain/instant.js'
import { expiredOf, foldOf, liveOf, upTo } from './naive.js'
import { auditedLedgers, right } from './support.js'

describe('a pool as of a moment', () => {
  it('is, at every revision, a fresh fold of the events up to it', async () => {
    await fc.assert(
      fc.asyncProperty(auditedLedgers(25), async (make) => {
        const { eventStore, ledger, records } = await make()
        for (const [index, { revision }] of records.entries()) {
          const state = right(await ledgerAsOf(eventStore, ledger, { revision }))
          const fold = foldOf(records.slice(0, index + 1))
          expect(state).toMatchObject({
            revision,
            pool: fold.pool,
            seats: fold.seats.values(),
            unreadable: 0,
          })
        }
      }),
      { numRuns: 20 },
    )
  })

  it('is, at, before and after every event, a fold of the events that no later one had overtaken', async () => {
    await fc.assert(
      fc.asyncProperty(auditedLedgers(), async (make) => {
        const { eventStore, ledger, records } = await make()
        const times = records.map(({ event }) => millisecondsOf(event.at))
        const instants = [...new Set(times.flatMap((ms) => [ms - 1, ms, ms + 1]))].map(instantOf)
        for (const time of instants) {
          const state = right(await ledgerAsOf(eventStore, ledger, { time }))
          const history = upTo(records, time)
          const fold = foldOf(history)
          expect(state.revision).toBe(history.length - 1)
          expect(state.seats).toEqual(fold.seats.values())
          expect(state.pool).toEqual(fold.pool)
          const marks = history.map((_, index) => liveOf(foldOf(history.slice(0, index + 1))))
          const capacity = fold.pool?.capacity ?? 0
          const live = liveOf(fold)
          const claimed = fold.seats.values().filter(({ status }) => status === 'claimed').length
          expect(state.usage).toEqual({
            capacity,
            claimed,
            pending: live - claimed,
            expired: expiredOf(fold, time),
            available: fold.pool === null || fold.pool.closedAt !== null ? 0 : capacity - live,
            utilization: capacity === 0 ? 0 : live / capacity,
            highWaterMark: Math.max(0, ...marks),
          })
        }
      }),
      { numRuns: 25 },
    )
  })

  it('is read once for several moments, and differs by the seats that the events between them are about', async () => {
    await fc.assert(
      fc.asyncProperty(auditedLedgers(), fc.nat(), fc.nat(), async (make, a, b) => {
        const { eventStore, ledger, records } = await make()
        const [from, to] = [a % records.length, b % records.length].sort((x, y) => x - y) as [number, number]
        const moments = [{ revision: from }, { revision: to }]
        const [before, after] = right(await ledgerAsOfEach(eventStore, ledger, moments))
        if (before === undefined || after === undefined) throw new Error('two moments, two states')
        expect([before, after]).toEqual([
          right(await ledgerAsOf(eventStore, ledger, { revision: from })),
          right(await ledgerAsOf(eventStore, ledger, { revision: to })),
        ])
        const touched = new Set(
          records.slice(from + 1, to + 1).flatMap(({ event }) => ('seatId' in event ? [event.seatId] : [])),
        )
        const { seats, pool } = ledgerDifference(before, after)
        expect(new Set(seats.map((seat) => seat.after.id))).toEqual(touched)
        expect(pool).toEqual({
          before: foldOf(records.slice(0, from + 1)).pool,
          after: foldOf(records.slice(0, to + 1)).pool,
        })
      }),
      { numRuns: 30 },
    )
  })

  it('does not exist in another organization', async () => {
    await fc.assert(
      fc.asyncProperty(auditedLedgers(3), async (make) => {
        const { eventStore, ledger } = await make()
        const elsewhere = {
          organizationId: (ledger.organizationId === 'a' ? 'b' : 'a') as OrganizationId,
          poolId: ledger.poolId as PoolId,
        }
        expect(await ledgerAsOf(eventStore, elsewhere, { revision: 9 })).toEqual(
          E.left({ _tag: 'LedgerNotFound' }),
        )
      }),
      { numRuns: 5 },
    )
  })
})
