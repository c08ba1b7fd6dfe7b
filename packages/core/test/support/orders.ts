import type {
  Assign,
  ChangeCapacity,
  Claim,
  ClosePool,
  OpenPool,
  Reassign,
  ReleaseExpired,
  Resend,
  Revoke,
} from '../../src/domain/commands.js'
import { at, customer, DAY, newSeat, ORGANIZATION, OWNER, POOL, PRODUCT, SOURCE, seat } from './facts.js'

/*
 * Commands to the pool of facts.ts, given at a second.
 */

export const openPool = (capacity: number, change: Partial<OpenPool> = {}): OpenPool => ({
  type: 'OpenPool',
  organizationId: ORGANIZATION,
  poolId: POOL,
  customerId: OWNER,
  source: SOURCE,
  product: PRODUCT,
  capacity,
  at: at(0),
  ...change,
})

export const changeCapacity = (capacity: number, seconds: number): ChangeCapacity => ({
  type: 'ChangeCapacity',
  poolId: POOL,
  capacity,
  at: at(seconds),
})

export const closePool = (seconds: number): ClosePool => ({
  type: 'ClosePool',
  poolId: POOL,
  at: at(seconds),
})

export const assign = (
  name: string,
  seconds: number,
  change: Partial<Assign['seat']> = {},
  releaseExpired = false,
): Assign => ({ type: 'Assign', seat: newSeat(name, seconds, change), releaseExpired, at: at(seconds) })

export const resend = (name: string, seconds: number, change: Partial<Resend> = {}): Resend => ({
  type: 'Resend',
  seatId: seat(name),
  expiresAt: at(seconds + DAY),
  allowance: { limit: 5, windowSeconds: 3600 },
  at: at(seconds),
  ...change,
})

export const claim = (name: string, seconds: number, change: Partial<Claim> = {}): Claim => ({
  type: 'Claim',
  seatId: seat(name),
  invitation: 1,
  holder: { customerId: customer(name), email: null },
  policy: 'token',
  at: at(seconds),
  ...change,
})

export const revoke = (name: string, seconds: number): Revoke => ({
  type: 'Revoke',
  seatId: seat(name),
  cause: 'revoked',
  at: at(seconds),
})

export const reassign = (
  from: string,
  to: string,
  seconds: number,
  change: Partial<Reassign['to']> = {},
): Reassign => ({ type: 'Reassign', seatId: seat(from), to: newSeat(to, seconds, change), at: at(seconds) })

export const releaseExpired = (seconds: number): ReleaseExpired => ({
  type: 'ReleaseExpired',
  poolId: POOL,
  at: at(seconds),
})
