import {
  createSeats,
  ledgerStream,
  OrganizationId,
  type Platform,
  PoolId,
  type Seats,
} from '@seat-ledger/core'
import { memoryPlatform } from '@seat-ledger/memory'
import { type ManualClock, manualClock } from '@seat-ledger/testing'

export const HOUR = 60 * 60 * 1_000

/** A platform whose time stands still, and the seats on it. */
export interface Office {
  readonly clock: ManualClock
  readonly platform: Platform
  readonly seats: Seats
}

export const office = (): Office => {
  const clock = manualClock(Date.parse('2026-03-02T09:00:00.000Z'))
  const platform = memoryPlatform({ clock })
  return { clock, platform, seats: createSeats(platform) }
}

const actor = { kind: 'system', id: 'test' }

export const at = (poolId: string, organizationId = 'org') => ({ organizationId, poolId, actor })

export const openPool = (seats: Seats, poolId: string, organizationId = 'org') =>
  seats.openPool({
    ...at(poolId, organizationId),
    customerId: 'cus_owner',
    source: { kind: 'order', id: poolId },
    product: { id: 'prod', name: 'Prod' },
    capacity: 1_000,
  })

/** A seat that somebody holds. */
export const claimed = async (seats: Seats, poolId: string, person: string, organizationId = 'org') => {
  const immediateClaim = { customerId: `cus_${person}` }
  return seats.assign({ ...at(poolId, organizationId), email: `${person}@example.com`, immediateClaim })
}

export const claimBy = (seats: Seats, person: string, token: string | null | undefined) =>
  seats.claim({
    actor: { kind: 'customer', id: `cus_${person}` },
    token: token ?? '',
    customerId: `cus_${person}`,
  })

export const organization = (id: string): OrganizationId => {
  if (!OrganizationId.is(id)) throw new Error(`${id} is not an id`)
  return id
}

export const streamOf = (poolId: string) => {
  if (!PoolId.is(poolId)) throw new Error(`${poolId} is not an id`)
  return ledgerStream(organization('org'), poolId)
}
