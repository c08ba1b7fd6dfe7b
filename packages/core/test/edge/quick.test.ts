import { arbitraryAddress, arbitraryBadAddress, arbitrarySpellings } from '@seat-ledger/testing'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseAnyEmail, parseEmail } from '../../src/domain/email.js'
import { Instant, instantOf } from '../../src/domain/instant.js'
import { Actor } from '../../src/domain/values.js'
import * as inputs from '../../src/edge/inputs.js'

/*
 * What is read often is read by a short cut first. Here every short cut is held against the long way.
 */

const CODECS = [
  Actor,
  inputs.OpenPoolInput,
  inputs.ChangeCapacityInput,
  inputs.ClosePoolInput,
  inputs.AssignInput,
  inputs.AssignBulkInput,
  inputs.BulkRow,
  inputs.ResendInput,
  inputs.ClaimInput,
  inputs.RevokeInput,
  inputs.ReassignInput,
  inputs.ReleaseExpiredInput,
  inputs.PoolInput,
  inputs.SeatInput,
  inputs.InvitationInput,
]

/** Every field that any input has, well-formed. */
const FIELDS: Readonly<Record<string, unknown>> = {
  organizationId: 'acme',
  poolId: 'team',
  seatId: 'team.ada',
  actor: { kind: 'customer', id: 'cus_ada' },
  kind: 'customer',
  id: 'cus_ada',
  customerId: 'cus_ada',
  source: { kind: 'order', id: 'order_1' },
  product: { id: 'prod_1', name: 'Équipe' },
  capacity: 3,
  email: 'ada@example.com',
  mode: 'partial',
  seats: [{ email: 'ada@example.com' }],
  token: 'one.two',
  commandId: 'c-1',
  correlationId: 'r-1',
  causationId: 'x',
  reason: 'Because',
  ifRevision: 4,
  metadata: { team: 'blue' },
  member: { memberId: 'm', externalMemberId: null },
  immediateClaim: { customerId: 'cus_ada' },
  expiresInSeconds: 3_600,
  dryRun: true,
  policy: 'token',
}

const oddValue = () =>
  fc.oneof(
    fc.constantFrom<unknown>(
      undefined,
      null,
      '',
      ' ',
      0,
      -1,
      1.5,
      Number.NaN,
      true,
      [],
      {},
      'a.b',
      'ä',
      'x'.repeat(300),
    ),
    fc.constantFrom<unknown>(
      { kind: 'robot', id: 'x' },
      { customerId: '' },
      { memberId: 7 },
      { __proto__: null },
      () => 1,
    ),
    fc.anything(),
  )

/** The fields of a codec, most of them well-formed, and some that it does not know. */
const input = (codec: (typeof CODECS)[number]) =>
  fc.oneof(
    {
      weight: 20,
      arbitrary: fc
        .record({
          // Nothing more than what is required is what comes most, and has a reader of its own.
          left: fc.oneof(fc.constant([]), fc.subarray(Object.keys(codec.optional))),
          odd: fc.dictionary(fc.constantFrom(...Object.keys(FIELDS), 'shoeSize'), oddValue(), { maxKeys: 2 }),
          isSound: fc.boolean(),
        })
        .map(({ left, odd, isSound }) => ({
          ...Object.fromEntries(
            [...Object.keys(codec.required), ...left].map((name) => [name, FIELDS[name]]),
          ),
          ...(isSound ? {} : odd),
        })),
    },
    { weight: 1, arbitrary: fc.anything() },
  )

describe('the short cut', () => {
  it.each(CODECS.map((codec) => [codec.name, codec] as const))(
    'through %s accepts what the long way accepts, and reads the same from it',
    (_, codec) => {
      let accepted = 0
      fc.assert(
        fc.property(input(codec), (given) => {
          const quick = codec.quick(given)
          const long = codec.explain(given, [])
          expect(quick).toStrictEqual(long._tag === 'Right' ? long.right : undefined)
          if (quick !== undefined) accepted += 1
        }),
        { numRuns: 300 },
      )
      expect(accepted).toBeGreaterThan(50)
    },
  )

  it.each(CODECS.map((codec) => [codec.name, codec] as const))(
    'through %s sees what an input has itself, not what it inherits',
    (_, codec) => {
      const required = Object.keys(codec.required)
      const sound = Object.fromEntries(required.map((name) => [name, FIELDS[name]]))
      for (const name of [...required, ...Object.keys(codec.optional)]) {
        const { [name]: left = FIELDS[name], ...rest } = sound
        const given: object = Object.assign(Object.create({ [name]: left }), rest)
        expect(codec.quick(given)).toStrictEqual(required.includes(name) ? undefined : codec.quick(rest))
      }
    },
  )

  it('of an address gives what the long way gives', () => {
    const part = fc.stringMatching(/^[a-zA-Z0-9._+@ſKäİ-]{0,40}$/)
    const address = fc.oneof(
      arbitraryAddress(),
      arbitraryBadAddress(),
      arbitrarySpellings().map(String),
      fc.tuple(part, part).map(([local, domain]) => `${local}@${domain}.com`),
      fc.emailAddress(),
      fc.string(),
    )
    fc.assert(
      fc.property(address, (text) => {
        expect(parseEmail(text)).toStrictEqual(parseAnyEmail(text))
      }),
      { numRuns: 2_000 },
    )
  })

  it('of an instant takes what has the form and a date that exists', () => {
    const two = (max: number) => fc.nat(max).map((value) => `${value}`.padStart(2, '0'))
    const text = fc
      .tuple(fc.nat(9999), two(14), two(33), two(25), two(61), two(61), fc.nat(999))
      .map(([year, month, day, hour, minute, second, milli]) => {
        const date = `${`${year}`.padStart(4, '0')}-${month}-${day}`
        return `${date}T${hour}:${minute}:${second}.${`${milli}`.padStart(3, '0')}Z`
      })
    fc.assert(
      fc.property(text, (instant) => {
        expect(Instant.is(instant)).toBe(!Number.isNaN(Date.parse(instant)))
      }),
      { numRuns: 3_000 },
    )
  })

  it('to an instant made before gives the text that the date has', () => {
    const times = fc.array(fc.oneof(fc.nat(3), fc.nat(4_102_444_800_000)), { minLength: 1, maxLength: 20 })
    fc.assert(
      fc.property(times, (all) => {
        for (const milliseconds of all)
          expect(instantOf(milliseconds)).toBe(new Date(milliseconds).toISOString())
      }),
    )
  })
})
