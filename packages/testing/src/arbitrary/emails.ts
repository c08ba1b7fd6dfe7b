import { type Email, parseEmail } from '@seat-ledger/core'
import * as fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { plain } from './plain.js'

/** Two texts and what they have to do with each other. */
export interface AddressPair {
  readonly one: string
  readonly other: string
}

/** Local parts in small letters and NFC; ß, ς and the ligature are letters that lower case alone does not bring together. */
const localPart = (): fc.Arbitrary<string> =>
  fc.oneof(
    fc.stringMatching(/^[a-z0-9]{1,8}(?:[.+_-][a-z0-9]{1,6}){0,2}$/),
    fc.constantFrom(
      'josé',
      'müller',
      'straße',
      'νίκος',
      'ångström',
      'пётр',
      '山田',
      "o'hara",
      'o\u0302\u0323',
      'ﬁne',
    ),
  )

/** Two spellings of each domain: that of people and that of the DNS. */
const domainPart = (): fc.Arbitrary<readonly [string, string]> =>
  fc.oneof(
    fc
      .stringMatching(/^[a-z][a-z0-9]{0,8}\.(?:com|example|co\.uk)$/)
      .map((domain) => [domain, domain] as const),
    fc.constantFrom(
      ['bücher.example', 'xn--bcher-kva.example'] as const,
      ['例え.jp', 'xn--r8jz45g.jp'] as const,
      ['пример.рф', 'xn--e1afmkfd.xn--p1ai'] as const,
    ),
  )

const SPACES = ['', ' ', '  ', '\t', '\n', '\r\n', '\u00a0', '\u3000']

/** What a person may do to an address without meaning another mailbox. */
const respelled = (local: string, [domain, punycode]: readonly [string, string]): fc.Arbitrary<string> =>
  plain({
    local: fc.constantFrom(local, upper(local), capitalised(local)),
    domain: fc.constantFrom(domain, punycode, domain.toUpperCase(), punycode.toUpperCase()),
    form: fc.constantFrom('NFC' as const, 'NFD' as const),
    before: fc.constantFrom(...SPACES),
    after: fc.constantFrom(...SPACES),
  }).map((typed) => typed.before + `${typed.local}@${typed.domain}`.normalize(typed.form) + typed.after)

const upper = (text: string): string => text.toUpperCase()

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** Two spellings of one mailbox: case, spaces around it, Unicode normal form and the spelling of its domain differ. */
export const arbitrarySpellings = (): fc.Arbitrary<AddressPair> =>
  fc
    .tuple(localPart(), domainPart())
    .chain(([local, domain]) => plain({ one: respelled(local, domain), other: respelled(local, domain) }))

/** A good address, as messy as people type it. */
export const arbitraryAddress = (): fc.Arbitrary<string> => arbitrarySpellings().map(({ one }) => one)

/** A good address, read. */
export const arbitraryEmail = (): fc.Arbitrary<Email> =>
  arbitraryAddress().map((typed) => {
    const email = parseEmail(typed)
    if (E.isLeft(email)) throw new Error(`Not an address: ${JSON.stringify(typed)} ${email.left}`)
    return email.right
  })

/** Two good addresses that look alike and are different mailboxes. */
export const arbitraryLookAlikes = (): fc.Arbitrary<AddressPair> =>
  fc
    .tuple(fc.stringMatching(/^[a-z]{3,8}$/), fc.constantFrom('example.com', 'bücher.example'), fc.nat())
    .chain(([name, domain, at]) => {
      const cut = 1 + (at % (name.length - 1))
      const one = `${name}@${domain}`
      return fc.constantFrom(
        { one, other: `${name.slice(0, cut)}.${name.slice(cut)}@${domain}` },
        { one, other: `${name}+seats@${domain}` },
        { one: `${name}+a@${domain}`, other: `${name}+b@${domain}` },
        { one: `${name}a@${domain}`, other: `${name}а@${domain}` }, // the second is Cyrillic
        { one: `${name}i@${domain}`, other: `${name}ı@${domain}` }, // the second has no dot
        { one: `${name}e@${domain}`, other: `${name}é@${domain}` },
        { one, other: `${name}@sub.${domain}` },
        { one, other: `${name}@${domain.replace('e', 'é')}` },
      )
    })

/** Invisible characters, of each kind: control, zero-width, direction-changing, filling, separating, a lone surrogate. */
const INVISIBLE = [
  ...'\u0000\u0007\u001b\u007f\u0085\u00ad\u034f\u115f\u3164\u200b\u200c\u200d\u200e\u200f\u202a\u202e',
  ...'\u2060\u2066\u2069\ufe0f\ufeff\u2028\u2029\ud800\ue000\u{e0001}',
]

/** Text that is refused as an address. */
export const arbitraryBadAddress = (): fc.Arbitrary<string> =>
  fc.oneof(
    fc
      .tuple(
        fc.stringMatching(/^[a-z]{1,6}$/),
        fc.constantFrom(...INVISIBLE),
        fc.stringMatching(/^[a-z]{1,6}$/),
      )
      .chain(([before, character, after]) =>
        fc.constantFrom(`${before}${character}${after}@example.com`, `${before}@exam${character}ple.com`),
      ),
    fc.constantFrom(
      '',
      ' ',
      'ada',
      '@',
      '@example.com',
      'ada@',
      'ada@example',
      'ada@.com',
      'ada@example..com',
      'ada@-example.com',
      '.ada@example.com',
      'ada.@example.com',
      'a..da@example.com',
      'ada lovelace@example.com',
      '"ada"@example.com',
      'ada@lovelace@example.com',
      'ada@[127.0.0.1]',
      'ada@127.0.0.1',
      'ada@example.com, bob@example.com',
      `${'a'.repeat(65)}@example.com`,
      `ada@${'a'.repeat(64)}.com`,
      `ada@${'a.'.repeat(126)}com`,
      'mailto:ada@example.com',
    ),
  )

/** What may arrive in a field for an address: good or bad, and which. */
export const arbitraryMessyAddress = (): fc.Arbitrary<{ readonly input: string; readonly isGood: boolean }> =>
  fc.oneof(
    arbitraryAddress().map((input) => ({ input, isGood: true })),
    arbitraryBadAddress().map((input) => ({ input, isGood: false })),
  )
