import type { CustomerId, OrganizationId, Pool, Seat, SeatId } from '@seat-ledger/core'
import type { Database } from '../file/database.js'
import {
  countsIn,
  expiryOf,
  holderOf,
  numberIn,
  OWNER_COLUMNS,
  type OwnerRow,
  POOL_COLUMNS,
  type PoolName,
  type PoolRow,
  poolIn,
  SEAT_JSON,
  type SeatRow,
  STATUS,
  seatIn,
  seatName,
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
const FIND_SEAT = `SELECT s.key, ${SEAT_JSON} FROM seats AS s WHERE s.pool = ? AND s.id = ?`
const ADD_SEAT = `INSERT INTO seats (key, organization, pool, id, status, assigned_at, expires_at, email, holder, seat)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
const SAVE_SEAT = 'UPDATE seats SET status = ?, expires_at = ?, holder = ?, seat = ? WHERE key = ?'

/**
 * The rows that a run of events touches: each is read when it is first needed, changed in memory and written once at
 * the end, so that a thousand events of one pool cost one write of its counts.
 */
export class Batch {
  private readonly database: Database
  private readonly organizations = new Map<OrganizationId, number>()
  private readonly owners = new Map<number, OwnerRow>()
  private readonly pools = new Map<string, PoolRow | undefined>()
  private readonly seats = new Map<string, SeatRow | undefined>()
  private readonly changedPools = new Set<PoolRow>()
  private readonly newSeats = new Set<SeatRow>()
  private readonly changedSeats = new Set<SeatRow>()
  private lastSeat: number

  constructor(database: Database) {
    this.database = database
    this.lastSeat = numberIn(database.all('SELECT max(key) AS last FROM seats')[0], 'last')
  }

  pool({ organizationId, poolId }: PoolName): PoolRow | undefined {
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

  addPool({ organizationId, poolId }: PoolName, facts: Pool, revision: number): PoolRow {
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

  seat(pool: PoolRow, seatId: SeatId): SeatRow | undefined {
    const name = seatName(pool, seatId)
    if (this.seats.has(name)) return this.seats.get(name)
    const row = this.database.all(FIND_SEAT, pool.key, seatId)[0]
    const found = row && { key: numberIn(row, 'key'), pool, seat: seatIn(row) }
    this.seats.set(name, found)
    return found
  }

  addSeat(pool: PoolRow, seat: Seat): void {
    this.lastSeat += 1
    const row: SeatRow = { key: this.lastSeat, pool, seat }
    this.seats.set(seatName(pool, seat.id), row)
    this.newSeats.add(row)
  }

  changeSeat(row: SeatRow, seat: Seat): void {
    row.seat = seat
    if (!this.newSeats.has(row)) this.changedSeats.add(row)
  }

  /** Writes what was changed. */
  write(): void {
    const owners = new Set<OwnerRow>()
    for (const pool of this.changedPools) {
      owners.add(pool.owner)
      this.savePool(pool)
    }
    for (const owner of owners) this.saveOwner(owner)
    for (const row of this.newSeats) this.insertSeat(row)
    for (const { key, seat } of this.changedSeats) {
      this.database.run(
        SAVE_SEAT,
        STATUS[seat.status],
        expiryOf(seat),
        holderOf(seat),
        JSON.stringify(seat),
        key,
      )
    }
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

  private insertSeat({ key, pool, seat }: SeatRow): void {
    this.database.run(
      ADD_SEAT,
      key,
      pool.organization,
      pool.key,
      seat.id,
      STATUS[seat.status],
      seat.assignedAt,
      expiryOf(seat),
      seat.email.key,
      holderOf(seat),
      JSON.stringify(seat),
    )
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
