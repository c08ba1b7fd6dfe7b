import { describe, expect, it } from 'vitest'
import { randomText } from '../src/random-text.js'

describe('a random text', () => {
  const texts = Array.from({ length: 5_000 }, randomText)

  it('has 21 characters that a seat id may have', () => {
    for (const text of texts) expect(text).toMatch(/^[A-Za-z0-9_-]{21}$/)
  })

  it('does not come twice, within a pool of random bytes and across them', () => {
    expect(new Set(texts).size).toBe(texts.length)
  })

  it('has each of the 64 characters about equally often', () => {
    const counts = new Map<string, number>()
    for (const character of texts.join('')) counts.set(character, (counts.get(character) ?? 0) + 1)
    // 105,000 characters, 1,640 of each; the bounds are seven standard deviations away.
    expect(counts.size).toBe(64)
    for (const count of counts.values()) expect(Math.abs(count - (texts.length * 21) / 64)).toBeLessThan(280)
  })
})
