import type {
  BadPaging,
  CustomerId,
  OrganizationId,
  Page,
  PageRequest,
  PoolId,
  PoolItem,
  SeatId,
  SeatItem,
  Source,
} from '@seat-ledger/core'
import { poolIdOf } from '@seat-ledger/core'
import type * as E from 'fp-ts/lib/Either.js'
import type { SqlRow } from '../driver/driver.js'
import type { Database } from '../file/database.js'
import { pageOf } from './paging.js'
import { organizationKey } from './ranges.js'
import { numberIn, POOL_JSON, poolIn, SEAT_JSON, sourceKey } from './rows.js'
import { seatItem } from './seat-query.js'

const SEAT = `SELECT ${SEAT_JSON}, ${POOL_JSON} FROM pools AS p JOIN seats AS s ON s.pool = p.key
  WHERE p.organization = ? AND p.id = ? AND s.id = ?`
const POOL = `SELECT ${POOL_JSON}, p.revision FROM pools AS p WHERE p.organization = ? AND p.id = ?`
const BY_SOURCE = `SELECT ${POOL_JSON}, p.revision FROM pools AS p WHERE p.organization = ? AND p.source = ?
  ORDER BY is_open DESC, opened_at DESC, id DESC LIMIT 1`
const OWNER = 'SELECT key, pools FROM owners WHERE organization = ? AND customer = ?'
const BY_OWNER = `SELECT ${POOL_JSON}, p.revision FROM pools AS p WHERE p.owner = ? ORDER BY p.opened_at, p.id LIMIT ? OFFSET ?`
const HELD =
  'FROM pools AS p WHERE p.key IN (SELECT pool FROM seats WHERE organization = ? AND holder = ? AND status = 1)'

/** See core's `seatById`. A seat names its pool. */
export const seatById = (
  database: Database,
  organizationId: OrganizationId,
  seatId: SeatId,
): SeatItem | undefined => {
  const organization = organizationKey(database, organizationId)
  if (organization === undefined) return undefined
  const row = database.all(SEAT, organization, poolIdOf(seatId), seatId)[0]
  return row && seatItem(row)
}

/** See core's `poolById`. */
export const poolById = (
  database: Database,
  organizationId: OrganizationId,
  poolId: PoolId,
): PoolItem | undefined => {
  const organization = organizationKey(database, organizationId)
  return organization === undefined ? undefined : poolItems(database.all(POOL, organization, poolId))[0]
}

/** See core's `poolBySource`. */
export const poolBySource = (
  database: Database,
  organizationId: OrganizationId,
  source: Source,
): PoolItem | undefined => {
  const organization = organizationKey(database, organizationId)
  if (organization === undefined) return undefined
  return poolItems(database.all(BY_SOURCE, organization, sourceKey(source)))[0]
}

/** See core's `poolsOfOwner`. */
export const poolsOfOwner = (
  database: Database,
  organizationId: OrganizationId,
  customerId: CustomerId,
  page: PageRequest,
): E.Either<BadPaging, Page<PoolItem>> => {
  const organization = organizationKey(database, organizationId)
  const owner = organization === undefined ? undefined : database.all(OWNER, organization, customerId)[0]
  return pageOf(
    page,
    () => numberIn(owner, 'pools'),
    (offset) => poolItems(database.all(BY_OWNER, numberIn(owner, 'key'), page.limit, offset)),
  )
}

/** See core's `poolsHeldBy`. Nobody holds seats in many pools, so they are counted. */
export const poolsHeldBy = (
  database: Database,
  organizationId: OrganizationId,
  customerId: CustomerId,
  page: PageRequest,
): E.Either<BadPaging, Page<PoolItem>> => {
  const scope = [organizationKey(database, organizationId) ?? null, customerId]
  return pageOf(
    page,
    () => numberIn(database.all(`SELECT count(*) AS n ${HELD}`, ...scope)[0], 'n'),
    (offset) =>
      poolItems(
        database.all(
          `SELECT ${POOL_JSON}, p.revision ${HELD} ORDER BY p.opened_at, p.id LIMIT ? OFFSET ?`,
          ...scope,
          page.limit,
          offset,
        ),
      ),
  )
}

const poolItems = (rows: readonly SqlRow[]): readonly PoolItem[] =>
  rows.map((row) => ({ pool: poolIn(row), revision: numberIn(row, 'revision') }))
