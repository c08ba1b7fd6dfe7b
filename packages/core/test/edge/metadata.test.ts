import { arbitraryBadMetadata, arbitraryMetadata } from '@seat-ledger/testing'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { assert, describe, expect, it } from 'vitest'
import { SeatMetadata } from '../../src/domain/metadata.js'
import { parse } from '../../src/edge/faults.js'

const read = (input: unknown): SeatMetadata => {
  const decoded = SeatMetadata.decode(input)
  assert(E.isRight(decoded))
  return decoded.right
}

const faultsOf = (input: unknown): readonly string[] => {
  const parsed = parse(SeatMetadata, input)
  return E.isLeft(parsed) ? parsed.left.faults.map(({ message }) => message) : []
}

const NOT_JSON = ['must hold JSON values only, and no key named __proto__']
const cycle: Record<string, unknown> = {}
cycle.self = { list: [cycle] }

describe('seat metadata', () => {
  it('has at most 10 keys', () => {
    const keys = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, at) => [`k${at}`, at]))
    expect(read(keys(10))).toStrictEqual(keys(10))
    expect(faultsOf(keys(11))).toStrictEqual(['must have at most 10 keys'])
  })

  it('has at most 1,024 bytes as UTF-8 JSON', () => {
    expect(faultsOf({ k: 'ä'.repeat(508) })).toStrictEqual([])
    expect(faultsOf({ k: `${'ä'.repeat(508)}a` })).toStrictEqual(['must be at most 1024 bytes as UTF-8 JSON'])
    expect(faultsOf({ k: '\n'.repeat(509) })).toStrictEqual(['must be at most 1024 bytes as UTF-8 JSON'])
  })

  it.each([
    ['NaN', { a: Number.NaN }],
    ['Infinity', { a: [Number.POSITIVE_INFINITY] }],
    ['undefined', { a: undefined }],
    ['a hole in a list', { a: new Array(1) }],
    ['a date', { a: new Date(0) }],
    ['a map', { a: new Map() }],
    ['a function', { a: () => 1 }],
    ['toJSON', { a: { toJSON: () => 'other' } }],
    ['a bigint', { a: 1n }],
    ['a symbol', { a: Symbol('a') }],
    ['a boxed string', { a: new String('a') }],
    ['a cycle', cycle],
    ['__proto__', JSON.parse('{"__proto__": {"isAdmin": true}}')],
    ['__proto__ further in', JSON.parse('{"a": [{"__proto__": 1}]}')],
  ])('holds no %s', (_, input) => {
    expect(faultsOf(input)).toStrictEqual(NOT_JSON)
  })

  it.each([[null], [undefined], [1], ['text'], [[]], [new Date(0)], [new Map()]])(
    'is an object, not %o',
    (input) => {
      expect(faultsOf(input)).toStrictEqual(['must be an object'])
    },
  )

  it('keys named like members of every object are only keys', () => {
    const input = { constructor: 1, toString: 'a', hasOwnProperty: null }
    expect(read(input)).toStrictEqual(input)
  })

  it('is a frozen copy, all the way down: a later change by the caller changes nothing', () => {
    const input = { list: [{ a: 1 }], inner: { b: 2 } }
    const metadata = read(input)
    input.list[0] = { a: 9 }
    input.inner.b = 9
    expect(metadata).toStrictEqual({ list: [{ a: 1 }], inner: { b: 2 } })
    const parts: unknown[] = [metadata, metadata.list, metadata.inner, (metadata.list as unknown[])[0]]
    expect(parts.map((part) => Object.isFrozen(part))).toStrictEqual([true, true, true, true])
  })

  it('negative zero becomes zero, as JSON has no other', () => {
    expect(Object.is(read({ a: -0 }).a, 0)).toBe(true)
  })

  it('survives JSON unchanged', () => {
    fc.assert(
      fc.property(arbitraryMetadata(), (input) => {
        const metadata = read(input)
        expect(JSON.parse(JSON.stringify(metadata))).toStrictEqual(metadata)
        expect(read(metadata)).toStrictEqual(metadata)
      }),
    )
  })

  it('is refused whenever JSON would lose or change it, or it is too much', () => {
    fc.assert(
      fc.property(arbitraryBadMetadata(), (input) => {
        expect(faultsOf(input)).toHaveLength(1)
      }),
    )
  })
})
