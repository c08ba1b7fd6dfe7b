import {
  type Assigned,
  CustomerId,
  DisplayName,
  Instant,
  NO_METADATA,
  type OpenPool,
  OrganizationId,
  PoolId,
  type PoolOpened,
  ProductId,
  parseEmail,
  SourceId,
  seatIdOf,
} from '@seat-ledger/core'
import * as E from 'fp-ts/lib/Either.js'

/** What a codec reads, or an error: samples are written by hand. */
const read = <Value>(codec: { decode: (text: string) => E.Either<unknown, Value> }, text: string): Value => {
  const value = codec.decode(text)
  if (E.isLeft(value)) throw new Error(`Not a sample: ${text}`)
  return value.right
}

export const at = read(Instant, '2026-03-03T09:30:00.000Z')
export const later = read(Instant, '2026-03-03T10:30:00.000Z')
export const poolId = read(PoolId, 'team')

const facts = {
  organizationId: read(OrganizationId, 'acme'),
  poolId,
  customerId: read(CustomerId, 'ada'),
  source: { kind: 'subscription', id: read(SourceId, 'sub-1') },
  product: { id: read(ProductId, 'pro'), name: read(DisplayName, 'Pro') },
  capacity: 1,
  at,
} as const

export const openPool: OpenPool = { type: 'OpenPool', ...facts }
export const poolOpened: PoolOpened = { type: 'PoolOpened', ...facts }

const emailOf = (typed: string) => {
  const email = parseEmail(typed)
  if (E.isLeft(email)) throw new Error(email.left)
  return email.right
}

export const seatOf = (unique: string, typed: string) =>
  ({
    seatId: seatIdOf(poolId, unique),
    email: emailOf(typed),
    metadata: NO_METADATA,
    member: null,
    start: { kind: 'invite', expiresAt: later },
  }) as const

export const assigned = (unique: string, typed: string): Assigned => ({
  type: 'Assigned',
  seatId: seatIdOf(poolId, unique),
  email: emailOf(typed).typed,
  emailKey: emailOf(typed).key,
  invitation: { number: 1, expiresAt: later },
  metadata: NO_METADATA,
  member: null,
  at,
})
