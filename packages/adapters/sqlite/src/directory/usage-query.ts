import type { CustomerId, Instant, OrganizationId, PoolId, Usage } from '@seat-ledger/core'
import type { Database } from '../file/database.js'
import { organizationKey } from './ranges.js'
import {
  availableIn,
  type Counts,
  countsIn,
  liveIn,
  numberIn,
  OWNER_COLUMNS,
  POOL_COLUMNS,
  poolIn,
} from './rows.js'

const POOL = `SELECT ${POOL_COLUMNS} FROM pools AS p WHERE p.organization = ? AND p.id = ?`
const OWNER = `SELECT ${OWNER_COLUMNS} FROM owners WHERE organization = ? AND customer = ?`
const EXPIRED = 'SELECT count(*) AS n FROM seats WHERE pool = ? AND status = 0 AND expires_at <= ?'
const EXPIRED_OF_OWNER = `SELECT count(*) AS n FROM pools AS p JOIN seats AS s ON s.pool = p.key
  WHERE p.owner = ? AND s.status = 0 AND s.expires_at <= ?`

/** See core's `poolUsage`. All figures are kept but the expired seats, which depend on the time: they are counted in their index. */
export const poolUsage = (
  database: Database,
  organizationId: OrganizationId,
  poolId: PoolId,
  now: Instant,
): Usage | undefined => {
  const organization = organizationKey(database, organizationId)
  const row = organization === undefined ? undefined : database.all(POOL, organization, poolId)[0]
  if (row === undefined) return undefined
  const counts = countsIn(row)
  const facts = poolIn(row)
  return usage(counts, {
    capacity: facts.capacity,
    available: availableIn({ facts, ...counts }),
    expired: numberIn(database.all(EXPIRED, numberIn(row, 'key'), now)[0], 'n'),
    highWaterMark: numberIn(row, 'high_water_mark'),
  })
}

/** See core's `ownerUsage`. */
export const ownerUsage = (
  database: Database,
  organizationId: OrganizationId,
  customerId: CustomerId,
  now: Instant,
): Usage => {
  const organization = organizationKey(database, organizationId)
  const row = organization === undefined ? undefined : database.all(OWNER, organization, customerId)[0]
  return usage(countsIn(row ?? {}), {
    capacity: numberIn(row, 'capacity'),
    available: numberIn(row, 'available'),
    expired: numberIn(database.all(EXPIRED_OF_OWNER, numberIn(row, 'key'), now)[0], 'n'),
    highWaterMark: numberIn(row, 'high_water_mark'),
  })
}

const usage = (
  counts: Counts,
  figures: Pick<Usage, 'capacity' | 'available' | 'expired' | 'highWaterMark'>,
): Usage => ({
  capacity: figures.capacity,
  pending: counts.pending,
  claimed: counts.claimed,
  expired: figures.expired,
  available: figures.available,
  utilization: figures.capacity === 0 ? 0 : Math.min(1, liveIn(counts) / figures.capacity),
  highWaterMark: figures.highWaterMark,
})
