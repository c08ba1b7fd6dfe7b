import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Instant, instantOf, isBefore, millisecondsOf, plusSeconds } from '../../src/domain/instant.js'

describe('an instant', () => {
  it.each(['2026-03-03T09:30:00.000Z', '0000-01-01T00:00:00.000Z', '9999-12-31T23:59:59.999Z'])(
    '%s is one',
    (text) => {
      expect(Instant.is(text)).toBe(true)
    },
  )

  it.each([
    '2026-03-03T09:30:00Z',
    '2026-03-03T09:30:00.000',
    '2026-03-03T09:30:00.000+01:00',
    '2026-13-01T00:00:00.000Z',
    '2026-03-03 09:30:00.000Z',
    '+02026-03-03T09:30:00.000Z',
    '2026-03-03T09:61:00.000Z',
    ' 2026-03-03T09:30:00.000Z',
    1,
  ])('%s is none', (text) => {
    expect(Instant.is(text)).toBe(false)
  })

  it('is before only what is strictly later', () => {
    const [one, later] = [instantOf(1_000), instantOf(1_001)]
    expect([isBefore(one, later), isBefore(one, one), isBefore(later, one)]).toStrictEqual([
      true,
      false,
      false,
    ])
  })

  it('stays within four digits of year, so that text order is time order', () => {
    const last = instantOf(Number.MAX_SAFE_INTEGER)
    expect([last, instantOf(-1), plusSeconds(last, 10)]).toStrictEqual([
      '9999-12-31T23:59:59.999Z',
      '1970-01-01T00:00:00.000Z',
      '9999-12-31T23:59:59.999Z',
    ])
    expect(millisecondsOf(plusSeconds(instantOf(5_000), -2))).toBe(3_000)
  })

  it('is what Date.parse reads, whatever the digits are', () => {
    const digits = (length: number, max: number) =>
      fc.nat({ max }).map((number) => `${number}`.padStart(length, '0'))
    const text = fc
      .tuple(
        digits(4, 9999),
        digits(2, 14),
        digits(2, 33),
        digits(2, 26),
        digits(2, 62),
        digits(2, 62),
        digits(3, 999),
      )
      .map(
        ([year, month, day, hour, minute, second, ms]) =>
          `${year}-${month}-${day}T${hour}:${minute}:${second}.${ms}Z`,
      )
    fc.assert(
      fc.property(text, (one) => {
        expect(Instant.is(one)).toBe(!Number.isNaN(Date.parse(one)))
      }),
      { numRuns: 1_000 },
    )
  })

  it('is written the same however often and in whatever order it is asked for', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(0, 1, 999, 1_000, 86_400_000), { maxLength: 12 }), (times) => {
        expect(times.map(instantOf)).toStrictEqual(times.map((time) => new Date(time).toISOString()))
      }),
    )
  })
})
