import * as fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { ledgerAsOf } from '../../src/audit/as-of.js'
import type { PeriodLength } from '../../src/audit/periods.js'
import { usageOverTime } from '../../src/audit/usage-over-time.js'
import type { UsagePeriod } from '../../src/audit/usage-period.js'
import { type Instant, instantOf, millisecondsOf } from '../../src/domain/instant.js'
import type { LedgerRecord } from '../../src/stored/record.js'
import { effectiveTimes, foldOf, liveOf } from './naive.js'
import { auditedLedgers, right } from './support.js'

const HOUR = 3_600_000

/** Instants are of four-digit years: an interval about a history at their end or beginning is moved inside. */
const LAST_HOUR = Date.UTC(9999, 11, 31, 23)

/** An interval about the history, at most 40 days long, whose edges are whole hours, as the events' times are. */
const intervalOf = (
  records: readonly LedgerRecord[],
  skip: number,
  hours: number,
): readonly [Instant, Instant] => {
  const first = millisecondsOf(records[0]?.event.at ?? instantOf(0))
  const from = Math.max(0, Math.min(first + (skip - 5) * HOUR, LAST_HOUR - hours * HOUR))
  return [instantOf(from), instantOf(from + hours * HOUR)]
}

const period = fc.constantFrom<PeriodLength>('hour', 'day', 'month')

describe('usage over time', () => {
  it('agrees with the pool as of every edge', async () => {
    await fc.assert(
      fc.asyncProperty(
        auditedLedgers(),
        period,
        fc.nat(40),
        fc.integer({ min: 1, max: 200 }),
        async (make, length, skip, hours) => {
          const { eventStore, ledger, records } = await make()
          const [from, to] = intervalOf(records, skip, hours)
          const { periods } = right(await usageOverTime(eventStore, ledger, { from, to, period: length }))
          expect([periods[0]?.from, periods.at(-1)?.to]).toEqual([from, to])
          for (const [index, one] of periods.entries()) {
            expect(one.opening).toEqual(await usageAt(one.from))
            expect(one.closing).toEqual(await usageAt(one.to))
            if (index > 0) expect(one.from).toBe(periods[index - 1]?.to)
          }
          async function usageAt(time: Instant) {
            const { highWaterMark, ...usage } = right(await ledgerAsOf(eventStore, ledger, { time })).usage
            return usage
          }
        },
      ),
      { numRuns: 30 },
    )
  })

  it('adds up seat-days, marks and counts as a walk hour by hour does', async () => {
    await fc.assert(
      fc.asyncProperty(
        auditedLedgers(),
        period,
        fc.nat(40),
        fc.integer({ min: 1, max: 100 }),
        async (make, length, skip, hours) => {
          const { eventStore, ledger, records } = await make()
          const [from, to] = intervalOf(records, skip, hours)
          const { periods } = right(await usageOverTime(eventStore, ledger, { from, to, period: length }))
          for (const one of periods) expect(figuresOf(one)).toEqual(naiveFigures(records, one.from, one.to))
        },
      ),
      { numRuns: 30 },
    )
  })

  it('begins and ends where it was asked to, and in between where UTC days and months do', async () => {
    const { eventStore, ledger } = await sample()
    const cuts = async (from: string, to: string, length: PeriodLength) =>
      right(
        await usageOverTime(eventStore, ledger, { from: from as Instant, to: to as Instant, period: length }),
      ).periods.map((one) => one.from)
    expect(await cuts('2026-01-30T12:00:00.000Z', '2026-03-02T00:00:00.000Z', 'month')).toEqual([
      '2026-01-30T12:00:00.000Z',
      '2026-02-01T00:00:00.000Z',
      '2026-03-01T00:00:00.000Z',
    ])
    expect(await cuts('2026-02-28T00:00:00.000Z', '2026-03-02T00:00:00.000Z', 'day')).toEqual([
      '2026-02-28T00:00:00.000Z',
      '2026-03-01T00:00:00.000Z',
    ])
  })

  it('refuses an interval that is empty, runs backwards or has more than 10,000 periods', async () => {
    const { eventStore, ledger } = await sample()
    const at = (text: string) => `${text}T00:00:00.000Z` as Instant
    for (const [from, to] of [
      ['2026-01-02', '2026-01-02'],
      ['2026-01-02', '2026-01-01'],
      ['2020-01-01', '2026-01-01'],
    ] as const) {
      const answer = await usageOverTime(eventStore, ledger, { from: at(from), to: at(to), period: 'hour' })
      expect(answer).toEqual(E.left({ _tag: 'BadPeriod' }))
    }
  })
})

const sample = async () => {
  const [make] = fc.sample(auditedLedgers(2), 1)
  if (make === undefined) throw new Error('a sample of one is one')
  return make()
}

type Figures = Omit<UsagePeriod, 'opening' | 'closing' | 'from' | 'to'>

const figuresOf = ({ opening, closing, from, to, ...figures }: UsagePeriod): Figures => figures

/** All times are whole hours: nothing happens within one. */
const naiveFigures = (records: readonly LedgerRecord[], from: Instant, to: Instant): Figures => {
  const times = effectiveTimes(records)
  const live = records.map((_, index) => liveOf(foldOf(records.slice(0, index + 1))))
  const inside = records.flatMap((record, index) => {
    const at = times[index]
    return at !== undefined && at >= from && at < to ? [{ record, index, at }] : []
  })
  const marks = inside.map(({ index }) => live[index] ?? 0)
  let seatHours = 0
  for (let ms = millisecondsOf(from); ms < millisecondsOf(to); ms += HOUR) {
    const last = times.findLastIndex((at) => millisecondsOf(at) <= ms)
    const now = last === -1 ? 0 : (live[last] ?? 0)
    seatHours += now
    marks.push(now)
  }
  const count = (type: string) => inside.filter(({ record }) => record.event.type === type).length
  const waits = inside.flatMap(({ record: { event }, at }) => {
    if (event.type !== 'Claimed' || event.invitation === null) return []
    const assigned = records.findIndex(
      (one) => one.event.type === 'Assigned' && one.event.seatId === event.seatId,
    )
    return [(millisecondsOf(at) - millisecondsOf(times[assigned] ?? at)) / 1_000]
  })
  waits.sort((a, b) => a - b)
  return {
    highWaterMark: Math.max(0, ...marks),
    seatDays: seatHours / 24,
    assigned: count('Assigned'),
    claimed: count('Claimed'),
    revoked: count('Revoked'),
    medianSecondsToClaim: waits[Math.ceil(waits.length / 2) - 1] ?? null,
  }
}
