import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { RankedList } from '../../src/projections/ranked-list.js'

interface Item {
  readonly key: number
}

const byKey = (a: Item, b: Item): number => a.key - b.key
const items = (count: number): Item[] => Array.from({ length: count }, (_, key) => ({ key: key * 2 }))

/** A repeatable stream of numbers from 0 to 1. */
const randomFrom = (seed: number) => {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff
    return state / 0x80000000
  }
}

describe('a ranked list', () => {
  it('answers like a sorted array while it grows to thousands of items and shrinks to none, in any order', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.integer({ min: 1, max: 5_000 }),
        fc.constantFrom('random', 'ascending', 'descending'),
        (seed, most, order) => {
          const random = randomFrom(seed)
          const list = new RankedList(byKey)
          const present = new Set<number>()
          const check = (): void => {
            const sorted = [...present].sort((a, b) => a - b)
            const rank = Math.floor(random() * (sorted.length + 2)) - 1
            const limit = Math.floor(random() * 1_500)
            expect(list.size).toBe(sorted.length)
            expect(list.slice(rank, limit).map(({ key }) => key)).toEqual(
              rank < 0 ? [] : sorted.slice(rank, rank + limit),
            )
            expect(list.at(rank)?.key).toBe(rank < 0 ? undefined : sorted[rank])
            const probe = Math.floor(random() * most * 2)
            expect(list.rankOf({ key: probe })).toBe(sorted.filter((key) => key < probe).length)
            expect(list.filter(({ key }) => key % 3 === 0).map(({ key }) => key)).toEqual(
              sorted.filter((key) => key % 3 === 0),
            )
          }
          for (let number = 0; number < most; number++) {
            const key =
              order === 'random'
                ? Math.floor(random() * most * 2)
                : order === 'ascending'
                  ? number
                  : most - number
            if (!present.has(key)) list.insert({ key })
            present.add(key)
            if (random() < 0.2) expect(list.delete({ key: key - 1 })).toBe(present.delete(key - 1))
            if (random() < 0.005) check()
          }
          const whole = [...present].sort((a, b) => a - b)
          expect(whole.map((_, rank) => list.at(rank)?.key)).toEqual(whole)
          check()
          for (const key of order === 'random' ? [...present].sort(() => random() - 0.5) : [...present]) {
            expect(list.delete({ key })).toBe(present.delete(key))
            if (random() < 0.005) check()
          }
          check()
        },
      ),
      { numRuns: 30 },
    )
  })

  it('refuses to delete what it does not hold', () => {
    const list = RankedList.fromSorted(items(1_000), byKey)
    expect([
      list.delete({ key: 7 }),
      list.delete({ key: -1 }),
      list.delete({ key: 5_000 }),
      list.size,
    ]).toEqual([false, false, false, 1_000])
  })

  it('compares nothing to cut out a page, and log n times to insert, delete or find a rank, at 1,000 and at 1,000,000 items', () => {
    for (const count of [1_000, 1_000_000]) {
      let comparisons = 0
      const list = RankedList.fromSorted(items(count), (a: Item, b: Item) => {
        comparisons += 1
        return a.key - b.key
      })
      const cost = (action: () => unknown): number => {
        comparisons = 0
        action()
        return comparisons
      }
      const most = Math.ceil(Math.log2(count)) + 4
      for (let round = 0; round < 500; round++) {
        const item = { key: Math.floor((round * 0.618_034 * count) % count) * 2 + 1 }
        expect(cost(() => list.slice(item.key >> 1, 100))).toBe(0)
        expect(cost(() => list.insert(item))).toBeLessThanOrEqual(most)
        expect(cost(() => list.rankOf(item))).toBeLessThanOrEqual(most)
        expect(cost(() => list.delete(item))).toBeLessThanOrEqual(most)
        expect(cost(() => list.insert({ key: count * 2 + round }))).toBeLessThanOrEqual(2)
      }
    }
  })
})
