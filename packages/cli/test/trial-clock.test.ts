import { describe, expect, it } from 'vitest'
import { trialClock } from '../src/serve/trial-clock.js'

describe('--now', () => {
  it('makes time stand still at an instant', () => {
    const { clock } = trialClock('2026-03-03T00:00:00Z')
    expect([clock.now(), clock.now()]).toEqual([Date.UTC(2026, 2, 3), Date.UTC(2026, 2, 3)])
  })

  it.each([
    ['+2d', 2 * 86_400_000],
    ['-90m', -90 * 60_000],
    ['+30s', 30_000],
    ['-6h', -6 * 3_600_000],
  ])('lets time run on from %s', (text, shift) => {
    const { clock } = trialClock(text)
    const before = Date.now()
    const now = clock.now()
    expect(now - shift).toBeGreaterThanOrEqual(before)
    expect(now - shift).toBeLessThanOrEqual(Date.now())
  })

  it.each(['', 'now', '2d', '+2y', '+d', '2026-03-03', '2026-13-03T00:00:00Z', '2026-03-03T00:00:00+01:00'])(
    'refuses %j in words',
    (text) => {
      expect(() => trialClock(text)).toThrow('It must be a UTC time such as 2026-03-03T00:00:00Z')
    },
  )
})
