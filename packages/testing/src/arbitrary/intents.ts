import { type ClaimPolicy, type Member, NO_METADATA, type SeatMetadata } from '@seat-ledger/core'
import * as fc from 'fast-check'
import { plain } from './plain.js'
import { arbitraryCapacity, arbitraryMember, arbitraryMetadata } from './values.js'

const HOUR = 3_600
const DAY = 24 * HOUR

/** Numbers that stand for one of those who are there when the command is made: seats, addresses, customers. */
type Choice = number

/** A seat to be, for one of the world's people. */
export interface SeatIntent {
  readonly email: Choice
  readonly customer: Choice
  readonly isClaimed: boolean
  readonly expirySeconds: number
  readonly metadata: SeatMetadata
  readonly member: Member | null
}

/** What somebody wants, before it is known what is there. Small numbers, so that a failure shrinks to a short story. */
export type Intent =
  | { readonly type: 'open'; readonly isSame: boolean }
  | { readonly type: 'resize'; readonly capacity: number }
  | { readonly type: 'close' }
  | { readonly type: 'release' }
  | { readonly type: 'assign'; readonly seat: SeatIntent; readonly releaseExpired: boolean }
  | { readonly type: 'resend'; readonly at: Choice; readonly expirySeconds: number; readonly limit: number }
  | {
      readonly type: 'claim'
      readonly at: Choice
      readonly off: number
      readonly customer: Choice
      readonly email: Choice | null
      readonly policy: ClaimPolicy
    }
  | { readonly type: 'revoke'; readonly at: Choice }
  | { readonly type: 'reassign'; readonly at: Choice; readonly seat: SeatIntent }

/** An intent, and how many seconds after the one before. */
export interface Moment {
  readonly wait: number
  readonly intent: Intent
}

/** Mostly the same few, so that something comes of it. */
const choice = (): fc.Arbitrary<Choice> =>
  fc.oneof({ weight: 3, arbitrary: fc.nat({ max: 2 }) }, { weight: 2, arbitrary: fc.nat({ max: 30 }) })

const expirySeconds = (): fc.Arbitrary<number> => fc.constantFrom(60, HOUR, DAY)

const seatIntent = (): fc.Arbitrary<SeatIntent> =>
  plain({
    email: choice(),
    customer: choice(),
    isClaimed: fc.boolean(),
    expirySeconds: expirySeconds(),
    metadata: fc.option(arbitraryMetadata(), { nil: NO_METADATA }),
    member: fc.option(arbitraryMember()),
  })

const weighted = (weight: number, arbitrary: fc.Arbitrary<Intent>): fc.WeightedArbitrary<Intent> => ({
  weight,
  arbitrary,
})

const intent = (): fc.Arbitrary<Intent> =>
  fc.oneof(
    weighted(10, plain({ type: fc.constant('assign'), seat: seatIntent(), releaseExpired: fc.boolean() })),
    weighted(8, claimIntent()),
    weighted(4, plain({ type: fc.constant('revoke'), at: choice() })),
    weighted(
      3,
      plain({
        type: fc.constant('resend'),
        at: choice(),
        expirySeconds: expirySeconds(),
        limit: fc.constantFrom(1, 1, 3),
      }),
    ),
    weighted(3, plain({ type: fc.constant('reassign'), at: choice(), seat: seatIntent() })),
    weighted(2, plain({ type: fc.constant('resize'), capacity: arbitraryCapacity() })),
    weighted(1, fc.constant({ type: 'release' })),
    weighted(1, plain({ type: fc.constant('open'), isSame: fc.boolean() })),
    weighted(1, fc.constant({ type: 'close' })),
  )

const claimIntent = (): fc.Arbitrary<Intent> =>
  plain({
    type: fc.constant('claim'),
    at: choice(),
    off: fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.constantFrom(-1, 1) }),
    customer: choice(),
    email: fc.option(choice(), { nil: null }),
    policy: fc.constantFrom('token', 'email-match'),
  })

/** A story: what is wanted of one pool, in order of time. Waits are such that some invitations expire, also to the second. */
export const arbitraryMoments = (maxLength: number): fc.Arbitrary<readonly Moment[]> =>
  fc.array(plain({ wait: fc.constantFrom(0, 0, 1, 59, 60, HOUR, DAY), intent: intent() }), {
    maxLength,
    size: 'max',
  })
