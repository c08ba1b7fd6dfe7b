import type { OrganizationId, SeatQuery } from '@seat-ledger/core'
import type { SqlRow, SqlValue } from '../driver/driver.js'
import type { Database } from '../file/database.js'
import { numberIn, STATUS } from './rows.js'

/** Seats that lie side by side in an index, oldest first. */
export interface Range {
  readonly where: string
  readonly values: readonly SqlValue[]
  /** How many there are, where that is kept. */
  readonly count?: number
}

/** The most pools of one owner whose ranges are merged; with more, one range is sorted. */
const MERGED_POOLS = 20

/** The index ranges that a query is about; none when the scope does not exist in this organization. */
export const rangesOf = (database: Database, query: SeatQuery): readonly Range[] => {
  const organization = organizationKey(database, query.organizationId)
  if (organization === undefined) return []
  const { scope } = query
  switch (scope.by) {
    case 'pool':
      return poolRanges(database.all(POOL, organization, scope.poolId), query)
    case 'owner':
      return ownerRanges(database.all(POOLS_OF_OWNER, organization, scope.customerId), query)
    case 'holder':
      return personRange('holder', organization, scope.customerId, query)
    case 'email':
      return personRange('email', organization, scope.email, query)
  }
}

const POOL = 'SELECT key, pending, claimed, revoked FROM pools WHERE organization = ? AND id = ?'
const POOLS_OF_OWNER = `SELECT p.key, p.owner, p.pending, p.claimed, p.revoked FROM owners AS o JOIN pools AS p ON p.owner = o.key
  WHERE o.organization = ? AND o.customer = ?`

/** The tenant's number in the tables. */
export const organizationKey = (database: Database, id: OrganizationId): number | undefined => {
  const row = database.all('SELECT key FROM organizations WHERE id = ?', id)[0]
  return row === undefined ? undefined : numberIn(row, 'key')
}

const ownerRanges = (pools: readonly SqlRow[], query: SeatQuery): readonly Range[] => {
  if (pools.length <= MERGED_POOLS) return poolRanges(pools, query)
  const filter = statusFilter(query.status, query.now)
  const where = `pool IN (SELECT key FROM pools WHERE owner = ?)${filter.where}`
  return [{ where, values: [numberIn(pools[0], 'owner'), ...filter.values] }]
}

const poolRanges = (pools: readonly SqlRow[], { status, now }: SeatQuery): readonly Range[] =>
  pools.flatMap((pool): Range[] => {
    const key = numberIn(pool, 'key')
    if (status === 'expired') return [{ where: EXPIRED, values: [key, now] }]
    const statuses = status === null ? (['pending', 'claimed', 'revoked'] as const) : [status]
    return statuses
      .map(
        (one): Range => ({
          where: 'pool = ? AND status = ?',
          values: [key, STATUS[one]],
          count: numberIn(pool, one),
        }),
      )
      .filter(({ count }) => count !== 0)
  })

const EXPIRED = 'pool = ? AND status = 0 AND expires_at <= ?'

const personRange = (
  column: 'holder' | 'email',
  organization: number,
  person: string,
  { status, now }: SeatQuery,
): readonly Range[] => {
  const filter = statusFilter(status, now)
  return [
    {
      where: `organization = ? AND ${column} = ?${filter.where}`,
      values: [organization, person, ...filter.values],
    },
  ]
}

const statusFilter = (status: SeatQuery['status'], now: string): Range => {
  if (status === null) return { where: '', values: [] }
  if (status === 'expired') return { where: ' AND status = 0 AND expires_at <= ?', values: [now] }
  return { where: ' AND status = ?', values: [STATUS[status]] }
}
