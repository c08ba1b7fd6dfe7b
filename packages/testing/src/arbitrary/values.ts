import {
  Actor,
  Capacity,
  DisplayName,
  ExternalId,
  type Instant,
  instantOf,
  type Json,
  type Member,
  type Product,
  Reason,
  SeatMetadata,
  type Source,
} from '@seat-ledger/core'
import * as fc from 'fast-check'
import { arbitraryProductId, arbitrarySourceId } from './ids.js'
import { plain } from './plain.js'

const YEAR_2020 = Date.UTC(2020)
const YEAR_2035 = Date.UTC(2035)

/** How many seats a pool may have: mostly few, so that pools fill up. */
export const arbitraryCapacity = (): fc.Arbitrary<number> =>
  fc
    .oneof(
      { weight: 8, arbitrary: fc.nat({ max: 12 }) },
      { weight: 1, arbitrary: fc.constantFrom(1_000, 1_000_000) },
    )
    .filter(Capacity.is)

/** A time, mostly of our days. */
export const arbitraryInstant = (): fc.Arbitrary<Instant> =>
  fc
    .oneof(
      { weight: 8, arbitrary: fc.integer({ min: YEAR_2020, max: YEAR_2035 }) },
      {
        weight: 1,
        arbitrary: fc.constantFrom(0, Date.UTC(2028, 1, 29), Date.UTC(9999, 11, 31, 23, 59, 59, 999)),
      },
    )
    .map(instantOf)

const lineOf = (max: number): fc.Arbitrary<string> =>
  fc.oneof(
    fc.constantFrom('Ada', 'Team "Büro" 🪑', '漢字', '<b>&', 'x'.repeat(max)),
    fc.string({ minLength: 1, maxLength: max }),
  )

/** A name that people read. */
export const arbitraryDisplayName = (): fc.Arbitrary<DisplayName> => lineOf(200).filter(DisplayName.is)

/** A reason in somebody's words. */
export const arbitraryReason = (): fc.Arbitrary<Reason> => lineOf(500).filter(Reason.is)

/** An id that another system gave. */
export const arbitraryExternalId = (): fc.Arbitrary<ExternalId> => lineOf(255).filter(ExternalId.is)

/** Who gave a command. */
export const arbitraryActor = (): fc.Arbitrary<Actor> =>
  plain({
    kind: fc.constantFrom('organization', 'user', 'customer', 'system'),
    id: arbitraryExternalId(),
  }).filter(Actor.is)

/** What seats are bought with. */
export const arbitrarySource = (): fc.Arbitrary<Source> =>
  plain({ kind: fc.constantFrom('subscription', 'order'), id: arbitrarySourceId() })

/** What seats are of. */
export const arbitraryProduct = (): fc.Arbitrary<Product> =>
  plain({ id: arbitraryProductId(), name: arbitraryDisplayName() })

/** The host's own names for a person. */
export const arbitraryMember = (): fc.Arbitrary<Member> => {
  const name = fc.option(arbitraryExternalId())
  return plain({ memberId: name, externalMemberId: name, externalCustomerId: name })
}

const json = (): fc.Arbitrary<Json> => {
  const { tree } = fc.letrec<{ tree: Json }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      fc.constantFrom<Json>(null, true, false),
      fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true })).map((number) => number + 0),
      fc.string({ maxLength: 12, unit: 'grapheme' }),
      fc.array(tie('tree'), { maxLength: 3 }),
      fc.dictionary(fc.string({ maxLength: 6 }).filter(isKey), tie('tree'), {
        maxKeys: 3,
        noNullPrototype: true,
      }),
    ),
  }))
  return tree
}

const isKey = (key: string): boolean => key !== '__proto__'

/** What a host may attach to a seat: at most 10 keys and 1,024 bytes of JSON. */
export const arbitraryMetadata = (): fc.Arbitrary<SeatMetadata> =>
  fc
    .oneof(
      {
        weight: 6,
        arbitrary: fc.dictionary(fc.string({ maxLength: 10 }).filter(isKey), json(), {
          maxKeys: 10,
          noNullPrototype: true,
        }),
      },
      // Exactly 1,024 bytes: {"k":"…"} with a character of two bytes.
      { weight: 1, arbitrary: fc.constant({ k: 'ä'.repeat(508) }) },
    )
    .filter(SeatMetadata.is)

/** What is refused as metadata: too much, too deep, or what JSON would lose or change. */
export const arbitraryBadMetadata = (): fc.Arbitrary<unknown> =>
  fc.oneof(
    fc.constantFrom<unknown>(null, undefined, 1, 'text', [], [1], new Map([['a', 1]]), new Date(0)),
    fc.constant(Object.fromEntries(Array.from({ length: 11 }, (_, index) => [`k${index}`, index]))),
    fc.constant({ k: `${'ä'.repeat(508)}x` }),
    fc.constant(Array.from({ length: 20 }).reduce<object>((inner) => ({ inner }), {})),
    fc.constant(JSON.parse('{"a": {"__proto__": 1}}')),
    fc
      .constantFrom<unknown>(
        undefined,
        Number.NaN,
        Number.POSITIVE_INFINITY,
        1n,
        () => 1,
        Symbol('s'),
        new Date(0),
        new Set(),
        [undefined],
      )
      .chain((value) => fc.constantFrom<unknown>({ value }, { list: [value] }, { deep: { value } })),
  )
