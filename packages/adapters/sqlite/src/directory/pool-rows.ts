import type { CustomerId, OrganizationId, Pool } from '@seat-ledger/core'
import type { Database } from '../file/database.js'
import {
  countsIn,
  numberIn,
  OWNER_COLUMNS,
  type OwnerRow,
  POOL_COLUMNS,
  type PoolName,
  type PoolRow,
  poolIn,
  sourceKey,
} from './rows.js'

const FIND_ORGANIZATION = 'SELECT key FROM organizations WHERE id = ?'
const ADD_ORGANIZATION = 'INSERT INTO organizations (id) VALUES (?) RETURNING key'
const FIND_OWNER = 'SELECT key FROM owners WHERE organization = ? AND customer = ?'
const OWNER_BY_KEY = `SELECT ${OWNER_COLUMNS} FROM owners WHERE key = ?`
const ADD_OWNER = `INSERT INTO owners (organization, customer, capacity, available, pending, claimed, revoked, pools,
  high_water_mark) VALUES (?, ?, 0, 0, 0, 0, 0, 0, 0) RETURNING key`
const SAVE_OWNER = `UPDATE owners SET capacity = ?, available = ?, pending = ?, claimed = ?, revoked = ?, pools = ?,
  high_water_mark = ? WHERE key = ?`
const FIND_POOL = `SELECT ${POOL_COLUMNS} FROM pools AS p WHERE p.organization = ? AND p.id = ?`
const ADD_POOL = `INSERT INTO pools (organization, id, owner, source, is_open, opened_at, revision, pending, claimed,
  revoked, high_water_mark, pool) VALUES (?, ?, ?, ?, 1, ?, ?, 0, 0, 0, 0, ?) RETURNING key`
const SAVE_POOL = `UPDATE pools SET is_open = ?, revision = ?, pending = ?, claimed = ?, revoked = ?,
  high_water_mark = ?, pool = ? WHERE key = ?`
/** The pools and owners that a run of events touches: each is read once, and written once if it was changed. */
export class PoolRows {
  private readonly database: Database
  private readonly organizations = new Map<OrganizationId, number>()
  private readonly owners = new Map<number, OwnerRow>()
  private readonly pools = new Map<string, PoolRow | undefined>()
  private readonly changedPools = new Set<PoolRow>()

  constructor(database: Database) {
    this.database = database
  }

  get({ organizationId, poolId }: PoolName): PoolRow | undefined {
    const name = `${organizationId}.${poolId}`
    if (this.pools.has(name)) return this.pools.get(name)
    const organization = this.organization(organizationId)
    const row = this.database.all(FIND_POOL, organization, poolId)[0]
    const pool = row && {
      key: numberIn(row, 'key'),
      organization,
      owner: this.ownerByKey(numberIn(row, 'owner')),
      facts: poolIn(row),
      revision: numberIn(row, 'revision'),
      highWaterMark: numberIn(row, 'high_water_mark'),
      ...countsIn(row),
    }
    this.pools.set(name, pool)
    return pool
  }

  add({ organizationId, poolId }: PoolName, facts: Pool, revision: number): PoolRow {
    const organization = this.organization(organizationId)
    const owner = this.owner(organization, facts.customerId)
    const added = this.database.all(
      ADD_POOL,
      organization,
      poolId,
      owner.key,
      sourceKey(facts.source),
      facts.openedAt,
      revision,
      JSON.stringify(facts),
    )[0]
    const pool: PoolRow = {
      key: numberIn(added, 'key'),
      organization,
      owner,
      facts,
      revision,
      ...{ pending: 0, claimed: 0, revoked: 0, highWaterMark: 0 },
    }
    this.pools.set(`${organizationId}.${poolId}`, pool)
    return pool
  }

  /** To be called for a pool, or an owner's pool, that was changed. */
  changed(pool: PoolRow): void {
    this.changedPools.add(pool)
  }

  write(): void {
    const owners = new Set<OwnerRow>()
    for (const pool of this.changedPools) {
      owners.add(pool.owner)
      this.savePool(pool)
    }
    for (const owner of owners) this.saveOwner(owner)
  }

  private savePool(pool: PoolRow): void {
    const { facts, revision, pending, claimed, revoked, highWaterMark, key } = pool
    const isOpen = facts.closedAt === null ? 1 : 0
    this.database.run(
      SAVE_POOL,
      isOpen,
      revision,
      pending,
      claimed,
      revoked,
      highWaterMark,
      JSON.stringify(facts),
      key,
    )
  }

  private saveOwner(owner: OwnerRow): void {
    const { capacity, available, pending, claimed, revoked, pools, highWaterMark, key } = owner
    this.database.run(SAVE_OWNER, capacity, available, pending, claimed, revoked, pools, highWaterMark, key)
  }

  private organization(id: OrganizationId): number {
    const known = this.organizations.get(id)
    if (known !== undefined) return known
    const row = this.database.all(FIND_ORGANIZATION, id)[0] ?? this.database.all(ADD_ORGANIZATION, id)[0]
    const key = numberIn(row, 'key')
    this.organizations.set(id, key)
    return key
  }

  private owner(organization: number, customerId: CustomerId): OwnerRow {
    const row = this.database.all(FIND_OWNER, organization, customerId)[0]
    return this.ownerByKey(numberIn(row ?? this.database.all(ADD_OWNER, organization, customerId)[0], 'key'))
  }

  private ownerByKey(key: number): OwnerRow {
    const known = this.owners.get(key)
    if (known !== undefined) return known
    const row = this.database.all(OWNER_BY_KEY, key)[0] ?? {}
    const owner: OwnerRow = {
      key,
      capacity: numberIn(row, 'capacity'),
      available: numberIn(row, 'available'),
      pools: numberIn(row, 'pools'),
      highWaterMark: numberIn(row, 'high_water_mark'),
      ...countsIn(row),
    }
    this.owners.set(key, owner)
    return owner
  }
}
