import {
  type CustomerId,
  type Email,
  type Instant,
  type OrganizationId,
  type PoolId,
  type Product,
  parseEmail,
  type Source,
} from '@seat-ledger/core'
import * as fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { arbitrarySpellings } from './emails.js'
import { arbitraryCustomerId, arbitraryOrganizationId, arbitraryPoolId } from './ids.js'
import { plain } from './plain.js'
import { arbitraryCapacity, arbitraryInstant, arbitraryProduct, arbitrarySource } from './values.js'

/** Who and what there is in a history. Few people, so that they meet. */
export interface World {
  readonly organizationId: OrganizationId
  readonly poolId: PoolId
  readonly source: Source
  readonly product: Product
  readonly capacity: number
  readonly start: Instant
  readonly customers: readonly CustomerId[]
  /** Also several spellings of one mailbox. */
  readonly emails: readonly Email[]
}

const people = (): fc.Arbitrary<readonly Email[]> =>
  fc
    .array(arbitrarySpellings(), { minLength: 2, maxLength: 6 })
    .map((pairs) => pairs.flatMap(({ one, other }) => [parseEmail(one), parseEmail(other)]))
    .map((read) => read.flatMap((email) => (E.isRight(email) ? [email.right] : [])))

export const arbitraryWorld = (): fc.Arbitrary<World> =>
  plain({
    organizationId: arbitraryOrganizationId(),
    poolId: arbitraryPoolId(),
    source: arbitrarySource(),
    product: arbitraryProduct(),
    capacity: arbitraryCapacity(),
    start: arbitraryInstant(),
    customers: fc.uniqueArray(arbitraryCustomerId(), { minLength: 2, maxLength: 3 }),
    emails: people(),
  })
