import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { VersionedMap } from '../../src/domain/versioned-map.js'

/*
 * The model keeps a whole native Map per version. Every step and every look may be at any version, so that the history
 * branches: a version that has a successor gets another one.
 */

type Step =
  | {
      readonly type: 'set' | 'replace'
      readonly at: number
      readonly key: string
      readonly value: number | null
    }
  | { readonly type: 'delete'; readonly at: number; readonly key: string }
  | { readonly type: 'look'; readonly at: number; readonly key: string }

const KEYS = ['a', 'b', 'c', 'd', '__proto__']

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constantFrom('set' as const, 'replace' as const),
      at: fc.nat(),
      key: fc.constantFrom(...KEYS),
      value: fc.option(fc.nat({ max: 5 })),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('delete' as const),
      at: fc.nat(),
      key: fc.constantFrom(...KEYS),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ type: fc.constant('look' as const), at: fc.nat(), key: fc.constantFrom(...KEYS) }),
  },
)

interface Version {
  readonly map: VersionedMap<string, number | null>
  readonly model: ReadonlyMap<string, number | null>
}

const agree = ({ map, model }: Version): void => {
  expect(map.size).toBe(model.size)
  for (const key of KEYS) {
    expect(map.get(key)).toBe(model.get(key))
    expect(map.has(key)).toBe(model.has(key))
  }
  expect(map.values().sort()).toStrictEqual([...model.values()].sort())
}

const after = ({ map, model }: Version, one: Exclude<Step, { type: 'look' }>): Version => {
  const copy = new Map(model)
  if (one.type === 'replace') {
    copy.set(one.key, one.value)
    return { map: map.replace(one.key, model.get(one.key), one.value), model: copy }
  }
  if (one.type === 'set') {
    copy.set(one.key, one.value)
    return { map: map.set(one.key, one.value), model: copy }
  }
  copy.delete(one.key)
  return { map: map.delete(one.key), model: copy }
}

describe('a versioned map', () => {
  it('is as many native maps as it has versions, whichever of them is read, set or deleted from', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40, size: 'max' }), fc.boolean(), (steps, isFilled) => {
        const first = new Map<string, number | null>(
          isFilled
            ? [
                ['a', 1],
                ['b', 2],
              ]
            : [],
        )
        const versions: Version[] = [
          { map: isFilled ? VersionedMap.owning(new Map(first)) : VersionedMap.empty(), model: first },
        ]
        for (const one of steps) {
          const version = versions[one.at % versions.length]
          if (version === undefined) continue
          if (one.type === 'look') expect(version.map.get(one.key)).toBe(version.model.get(one.key))
          else versions.push(after(version, one))
        }
        versions.forEach(agree)
        versions.reverse().forEach(agree)
      }),
      { numRuns: 300 },
    )
  })

  it('a set on an old version does not reach the newer ones that somebody holds', () => {
    const old = VersionedMap.empty<string, number>().set('a', 1)
    const newer = old.set('a', 2).set('b', 3)
    const branch = old.set('a', 9).delete('b')
    expect(
      [old, newer, branch].map((version) => [version.get('a'), version.get('b'), version.size]),
    ).toStrictEqual([
      [1, undefined, 1],
      [2, 3, 2],
      [9, undefined, 1],
    ])
  })

  it('deleting what is not there gives the very same version', () => {
    const map = VersionedMap.empty<string, number>().set('a', 1)
    expect(map.delete('b')).toBe(map)
  })

  it('a list of values stays as it was given, whatever comes later', () => {
    const map = VersionedMap.empty<string, number>().set('a', 1)
    const values = map.values()
    map.set('b', 2)
    expect(values).toStrictEqual([1])
  })

  it('a long chain of versions is read from its very beginning', () => {
    const first = VersionedMap.empty<number, number>()
    let last = first
    for (let key = 0; key < 50_000; key += 1) last = last.set(key, key)
    expect([first.size, last.size, first.get(7), last.get(7)]).toStrictEqual([0, 50_000, undefined, 7])
  })
})
