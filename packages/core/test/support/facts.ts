import * as E from 'fp-ts/lib/Either.js'
import { assert } from 'vitest'
import type { NewSeat } from '../../src/domain/commands.js'
import { type Email, parseEmail } from '../../src/domain/email.js'
import type {
  Assigned,
  CapacityChanged,
  Claimed,
  InvitationResent,
  PoolClosed,
  PoolOpened,
  RevocationCause,
  Revoked,
} from '../../src/domain/events.js'
import {
  type CustomerId,
  type OrganizationId,
  type PoolId,
  type ProductId,
  type SeatId,
  type SourceId,
  seatIdOf,
} from '../../src/domain/ids.js'
import { type Instant, instantOf } from '../../src/domain/instant.js'
import { NO_METADATA } from '../../src/domain/metadata.js'
import type { DisplayName } from '../../src/domain/values.js'

/*
 * The facts of one pool, `team` of `acme`, in few words: people by their first names, times in seconds since its opening.
 */

export const ORGANIZATION = 'acme' as OrganizationId
export const POOL = 'team' as PoolId
export const OWNER = 'cus_owner' as CustomerId
export const SOURCE = { kind: 'subscription' as const, id: 'sub_1' as SourceId }
export const PRODUCT = { id: 'prod_1' as ProductId, name: 'Team plan' as DisplayName }

/** How long an invitation lives here, in seconds. */
export const DAY = 24 * 60 * 60

const BEGINNING = Date.parse('2026-03-03T09:30:00.000Z')

/** The instant `seconds` after the pool was opened. */
export const at = (seconds: number): Instant => instantOf(BEGINNING + seconds * 1000)

export const seat = (name: string): SeatId => seatIdOf(POOL, name)

export const customer = (name: string): CustomerId => `cus_${name}` as CustomerId

export const email = (typed: string): Email => {
  const read = parseEmail(typed)
  assert(E.isRight(read), `not an address: ${typed}`)
  return read.right
}

export const addressOf = (name: string): string => `${name}@example.com`

/** A seat to be for a person, invited at `seconds`. */
export const newSeat = (name: string, seconds: number, change: Partial<NewSeat> = {}): NewSeat => ({
  seatId: seat(name),
  email: email(addressOf(name)),
  metadata: NO_METADATA,
  member: null,
  start: { kind: 'invite', expiresAt: at(seconds + DAY) },
  ...change,
})

export const opened = (capacity: number): PoolOpened => ({
  type: 'PoolOpened',
  organizationId: ORGANIZATION,
  poolId: POOL,
  customerId: OWNER,
  source: SOURCE,
  product: PRODUCT,
  capacity,
  at: at(0),
})

export const capacityChanged = (capacity: number, seconds: number): CapacityChanged => ({
  type: 'CapacityChanged',
  capacity,
  at: at(seconds),
})

export const closed = (seconds: number): PoolClosed => ({ type: 'PoolClosed', at: at(seconds) })

export const assigned = (name: string, seconds: number, change: Partial<Assigned> = {}): Assigned => ({
  type: 'Assigned',
  seatId: seat(name),
  email: addressOf(name),
  emailKey: email(addressOf(name)).key,
  invitation: { number: 1, expiresAt: at(seconds + DAY) },
  metadata: NO_METADATA,
  member: null,
  at: at(seconds),
  ...change,
})

export const resent = (name: string, number: number, seconds: number): InvitationResent => ({
  type: 'InvitationResent',
  seatId: seat(name),
  invitation: { number, expiresAt: at(seconds + DAY) },
  at: at(seconds),
})

export const claimed = (name: string, seconds: number, change: Partial<Claimed> = {}): Claimed => ({
  type: 'Claimed',
  seatId: seat(name),
  holder: { customerId: customer(name), email: null },
  invitation: 1,
  at: at(seconds),
  ...change,
})

export const revoked = (name: string, seconds: number, cause: RevocationCause = 'revoked'): Revoked => ({
  type: 'Revoked',
  seatId: seat(name),
  cause,
  at: at(seconds),
})
