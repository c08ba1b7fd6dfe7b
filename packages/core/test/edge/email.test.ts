import { arbitraryAddress, arbitraryLookAlikes, arbitrarySpellings } from '@seat-ledger/testing'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { parseEmail } from '../../src/domain/email.js'
import { email } from '../support/facts.js'

const keyOf = (typed: string): string => email(typed).key

describe('two spellings of one mailbox have one key', () => {
  it.each([
    ['case', 'Ada.Lovelace@Example.COM', 'ada.lovelace@example.com'],
    ['spaces around', ' \t ada@example.com\u00a0\n', 'ada@example.com'],
    ['NFC and NFD', 'jose\u0301@example.com', 'jos\u00e9@example.com'],
    ['an international domain and its punycode', 'ada@Bücher.example', 'ada@xn--bcher-kva.example'],
    ['an international domain in NFD', 'ada@bu\u0308cher.example', 'ada@xn--bcher-kva.example'],
    ['full-width letters in the domain', 'ada@ｅｘａｍｐｌｅ.com', 'ada@example.com'],
    ['ß and SS', 'STRASSE@example.com', 'straße@example.com'],
    ['capital ẞ', 'straẞe@example.com', 'straße@example.com'],
    ['the two small sigmas', 'ΝΊΚΟΣ@example.com', 'νίκος@example.com'],
    ['a sigma in the place of the other', 'νίκοσ.ςοφία@example.com', 'νίκος.σοφία@example.com'],
    ['the long s', 'ſam@example.com', 'Sam@example.com'],
    ['the micro sign and the letter mu', 'µ@example.com', 'μ@example.com'],
    ['a ligature', 'ﬁne@example.com', 'FINE@example.com'],
    ['the dotted capital İ in NFC and NFD', 'İ@example.com', 'I\u0307@example.com'],
  ])('%s', (_, one, other) => {
    expect(keyOf(one)).toBe(keyOf(other))
  })

  it('whatever people do to an address', () => {
    fc.assert(
      fc.property(arbitrarySpellings(), ({ one, other }) => {
        expect(keyOf(one)).toBe(keyOf(other))
      }),
    )
  })

  it('a key is its own key, and so is the typed form', () => {
    fc.assert(
      fc.property(arbitraryAddress(), (address) => {
        const { typed, key } = email(address)
        expect(keyOf(key)).toBe(key)
        expect(email(typed)).toStrictEqual({ typed, key })
        expect(typed).toBe(address.trim())
      }),
    )
  })

  it('the case of no letter makes a difference, but for the dotless ı', () => {
    const apart: string[] = []
    for (let code = 0x80; code < 0x20000; code += 1) {
      const letter = String.fromCodePoint(code)
      if (!/[\p{L}\p{M}\p{N}\p{S}]/u.test(letter) || E.isLeft(parseEmail(`a${letter}@example.com`))) continue
      const keys = [letter, letter.toLowerCase(), letter.toUpperCase()].map((one) =>
        keyOf(`a${one}@example.com`),
      )
      if (new Set(keys).size > 1) apart.push(letter)
    }
    expect(apart).toStrictEqual(['ı'])
  })
})

describe('a plain address is read by a shorter way', () => {
  // A space in front makes no difference to the address, and sends it the long way.
  const both = (address: string): void => {
    expect(parseEmail(address)).toStrictEqual(parseEmail(` ${address}`))
  }

  it('which comes to the same', () => {
    const part = fc.stringMatching(/^[A-Za-z0-9._+@-]{0,12}$/)
    fc.assert(
      fc.property(part, part, part, (one, two, three) => {
        both(`${one}@${two}.${three}`)
        both(`${one}${two}@${three}`)
      }),
      { numRuns: 500 },
    )
    fc.assert(fc.property(arbitraryAddress(), (address) => both(address.trim())))
  })

  it('also at its greatest length', () => {
    for (const length of [50, 51, 52, 53, 54]) both(`${'a'.repeat(length)}@example.com`)
    for (const length of [56, 57, 58, 59, 60]) both(`a@${'d'.repeat(length)}.com`)
  })
})

describe('two mailboxes have two keys', () => {
  it.each([
    ['a dot', 'ada.l@example.com', 'adal@example.com'],
    ['a +tag', 'ada+seats@example.com', 'ada@example.com'],
    ['another tag', 'ada+a@example.com', 'ada+b@example.com'],
    ['an accent', 'josé@example.com', 'jose@example.com'],
    ['the dotless ı', 'ı@example.com', 'i@example.com'],
    ['a Cyrillic look-alike', 'аda@example.com', 'ada@example.com'],
    ['a subdomain', 'ada@a.example.com', 'ada@example.com'],
    ['ß in a domain, which IDNA 2008 keeps', 'ada@straße.de', 'ada@strasse.de'],
  ])('%s makes a difference', (_, one, other) => {
    expect(keyOf(one)).not.toBe(keyOf(other))
  })

  it('whatever looks alike', () => {
    fc.assert(
      fc.property(arbitraryLookAlikes(), ({ one, other }) => {
        expect(keyOf(one)).not.toBe(keyOf(other))
      }),
    )
  })
})
