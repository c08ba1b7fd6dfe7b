import { arbitraryBadAddress } from '@seat-ledger/testing'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { parseEmail } from '../../src/domain/email.js'

const faultOf = (typed: string): string | undefined => {
  const read = parseEmail(typed)
  return E.isLeft(read) ? read.left : undefined
}

const INVISIBLE_FAULT = 'must not contain invisible or direction-changing characters'
const CONTROL_FAULT = 'must not contain control characters'
const LOCAL_FAULT = 'must have a local part of letters, digits, single dots and common signs before the @'
const DOMAIN_FAULT = 'must have a domain such as example.com after the @'

describe('an address is refused', () => {
  it.each([
    ['zero-width space', '\u200b'],
    ['zero-width joiner', '\u200d'],
    ['soft hyphen', '\u00ad'],
    ['byte order mark', '\ufeff'],
    ['right-to-left override', '\u202e'],
    ['isolate', '\u2066'],
    ['combining grapheme joiner', '\u034f'],
    ['Hangul filler', '\u3164'],
    ['variation selector', '\ufe0f'],
    ['tag', '\u{e0061}'],
    ['private use', '\ue000'],
    ['unassigned', '\u0378'],
    ['half of a surrogate pair', '\ud800'],
    ['line separator', '\u2028'],
  ])('with a %s anywhere, also at its ends', (_, character) => {
    const addresses = [
      `a${character}a@example.com`,
      `a@exa${character}mple.com`,
      `${character}a@example.com`,
      `a@example.com${character}`,
    ]
    expect(addresses.map(faultOf)).toStrictEqual(addresses.map(() => INVISIBLE_FAULT))
  })

  it.each(['\u0000', '\u0007', '\u001b', '\u007f', '\n', '\t', '\r'])(
    'with the control character %j inside',
    (character) => {
      expect([`a${character}a@example.com`, `a@exa${character}mple.com`].map(faultOf)).toStrictEqual([
        CONTROL_FAULT,
        CONTROL_FAULT,
      ])
    },
  )

  it.each([
    ['', 'must not be empty'],
    [' \n ', 'must not be empty'],
    ['ada', 'must be an address such as ada@example.com'],
    ['@example.com', 'must be an address such as ada@example.com'],
    ['.ada@example.com', LOCAL_FAULT],
    ['ada.@example.com', LOCAL_FAULT],
    ['a..da@example.com', LOCAL_FAULT],
    ['a da@example.com', LOCAL_FAULT],
    ['"ada"@example.com', LOCAL_FAULT],
    ['<ada>@example.com', LOCAL_FAULT],
    ['Ada <ada@example.com', LOCAL_FAULT],
    ['ada>,<eve@example.com', LOCAL_FAULT],
    ['ada@eve@example.com', LOCAL_FAULT],
    ['a,b@example.com', LOCAL_FAULT],
    ['ada@', DOMAIN_FAULT],
    ['ada@localhost', DOMAIN_FAULT],
    ['ada@example..com', DOMAIN_FAULT],
    ['ada@example.com.', DOMAIN_FAULT],
    ['ada@-example.com', DOMAIN_FAULT],
    ['ada@example-.com', DOMAIN_FAULT],
    ['ada@exa_mple.com', DOMAIN_FAULT],
    ['ada@example.com:25', DOMAIN_FAULT],
    ['ada@127.0.0.1', DOMAIN_FAULT],
    ['ada@１２７.0.0.1', DOMAIN_FAULT],
    ['ada@[::1]', DOMAIN_FAULT],
    ['ada@exa%6dple.com', DOMAIN_FAULT],
  ])('%j', (typed, fault) => {
    expect(faultOf(typed)).toBe(fault)
  })

  it('whatever is no address', () => {
    fc.assert(
      fc.property(arbitraryBadAddress(), (typed) => {
        expect(faultOf(typed)).toEqual(expect.any(String))
      }),
    )
  })
})

describe('the length of an address counts in bytes', () => {
  const label = 'd'.repeat(63)

  it('64 before the @, not 65', () => {
    expect(faultOf(`${'a'.repeat(64)}@example.com`)).toBeUndefined()
    expect(faultOf(`${'a'.repeat(65)}@example.com`)).toBe('must have at most 64 bytes before the @')
    expect(faultOf(`${'ä'.repeat(32)}@example.com`)).toBeUndefined()
    expect(faultOf(`${'a\u0308'.repeat(32)}@example.com`)).toBeUndefined()
    expect(faultOf(`${'ä'.repeat(33)}@example.com`)).toBe('must have at most 64 bytes before the @')
  })

  it('254 in all, not 255', () => {
    const domain = `${label}.${label}.${label}.com`
    expect(faultOf(`${'a'.repeat(254 - 1 - domain.length)}@${domain}`)).toBeUndefined()
    expect(faultOf(`${'a'.repeat(255 - 1 - domain.length)}@${domain}`)).toBe('must have at most 254 bytes')
  })

  it('63 for one label of its domain, not 64', () => {
    expect(faultOf(`ada@${label}.com`)).toBeUndefined()
    expect(faultOf(`ada@${label}d.com`)).toBe(DOMAIN_FAULT)
  })

  it('an international domain counts as the DNS has it', () => {
    expect(faultOf(`ada@${'ü'.repeat(58)}.example`)).toBe(DOMAIN_FAULT)
    expect(faultOf(`ada@${'ü'.repeat(40)}.example`)).toBeUndefined()
  })

  it('a megabyte is refused at once', () => {
    const before = performance.now()
    const megabyte = 1 << 20
    for (const typed of [
      'a'.repeat(megabyte),
      `${'a.'.repeat(megabyte)}@example.com`,
      `a@${'a.'.repeat(megabyte)}com`,
    ]) {
      expect(faultOf(typed)).toEqual(expect.any(String))
    }
    expect(performance.now() - before).toBeLessThan(10_000)
  })
})
