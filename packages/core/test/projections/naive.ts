import type { LedgerEvent } from '../../src/domain/events.js'
import type { Instant } from '../../src/domain/instant.js'
import { emptyLedger, evolve, type Ledger } from '../../src/domain/ledger.js'
import type { SeatItem, SeatQuery } from '../../src/projections/seat-list.js'
import type { Usage } from '../../src/projections/usage.js'
import type { LedgerRecord } from '../../src/stored/record.js'

/*
 * The read model as one would first write it: fold everything, filter, sort. What the projections are compared with.
 */

interface NaivePool {
  readonly organizationId: string
  readonly ledger: Ledger
  readonly highWaterMark: number
}

export class Naive {
  private readonly pools = new Map<string, NaivePool>()
  private readonly ownerMarks = new Map<string, number>()

  constructor(log: readonly LedgerRecord[]) {
    for (const { stream, organizationId, event } of log) {
      const before = this.pools.get(stream)
      const ledger = evolve(before?.ledger ?? emptyLedger(), event as LedgerEvent)
      const highWaterMark = Math.max(before?.highWaterMark ?? 0, liveSeatsOf(ledger))
      this.pools.set(stream, { organizationId, ledger, highWaterMark })
      const owner = `${organizationId} ${ledger.pool?.customerId}`
      const live = this.ofOwner(organizationId, ledger.pool?.customerId).reduce(
        (sum, pool) => sum + liveSeatsOf(pool.ledger),
        0,
      )
      this.ownerMarks.set(owner, Math.max(this.ownerMarks.get(owner) ?? 0, live))
    }
  }

  items({ organizationId, scope, status, now }: SeatQuery): readonly SeatItem[] {
    return [...this.pools.values()]
      .filter((pool) => pool.organizationId === organizationId)
      .flatMap(({ ledger }) =>
        ledger.seats.values().flatMap((seat) => (ledger.pool === null ? [] : [{ seat, pool: ledger.pool }])),
      )
      .filter(({ seat, pool }) => {
        if (scope.by === 'pool') return pool.id === scope.poolId
        if (scope.by === 'owner') return pool.customerId === scope.customerId
        if (scope.by === 'email') return seat.email.key === scope.email
        return seat.status !== 'pending' && seat.holder?.customerId === scope.customerId
      })
      .filter(({ seat }) => {
        if (status === null) return true
        if (status === 'expired') return seat.status === 'pending' && now >= seat.invitation.expiresAt
        return seat.status === status
      })
      .sort((a, b) => {
        if (a.seat.assignedAt !== b.seat.assignedAt) return a.seat.assignedAt < b.seat.assignedAt ? -1 : 1
        return a.seat.id < b.seat.id ? -1 : 1
      })
  }

  /** The pools that `accepts` takes, by time of opening, then id. */
  poolIds(organizationId: string, accepts: (ledger: Ledger) => boolean): readonly string[] {
    return [...this.pools.values()]
      .filter((pool) => pool.organizationId === organizationId && accepts(pool.ledger))
      .map(({ ledger }) => `${ledger.pool?.openedAt} ${ledger.pool?.id}`)
      .sort()
      .map((text) => text.slice(text.indexOf(' ') + 1))
  }

  poolUsage(organizationId: string, poolId: string, now: Instant): Usage | undefined {
    const pool = this.pools.get(`seat_ledger-${organizationId}.${poolId}`)
    return pool === undefined
      ? undefined
      : this.usage([pool], pool.ledger.pool?.capacity ?? 0, pool.highWaterMark, now)
  }

  ownerUsage(organizationId: string, customerId: string, now: Instant): Usage {
    const pools = this.ofOwner(organizationId, customerId)
    const capacity = pools.reduce(
      (sum, { ledger }) => sum + (isOpen(ledger) ? (ledger.pool?.capacity ?? 0) : 0),
      0,
    )
    return this.usage(pools, capacity, this.ownerMarks.get(`${organizationId} ${customerId}`) ?? 0, now)
  }

  private usage(pools: readonly NaivePool[], capacity: number, highWaterMark: number, now: Instant): Usage {
    const seats = pools.flatMap(({ ledger }) => ledger.seats.values())
    const pending = seats.flatMap((seat) => (seat.status === 'pending' ? [seat] : []))
    const claimed = seats.filter(({ status }) => status === 'claimed').length
    const live = pending.length + claimed
    const free = pools.map(({ ledger }) =>
      isOpen(ledger) ? (ledger.pool?.capacity ?? 0) - liveSeatsOf(ledger) : 0,
    )
    return {
      capacity,
      pending: pending.length,
      claimed,
      expired: pending.filter(({ invitation }) => invitation.expiresAt <= now).length,
      available: free.reduce((sum, count) => sum + count, 0),
      utilization: capacity === 0 ? 0 : live / capacity,
      highWaterMark,
    }
  }

  private ofOwner(organizationId: string, customerId: string | undefined): readonly NaivePool[] {
    return [...this.pools.values()].filter(
      (pool) => pool.organizationId === organizationId && pool.ledger.pool?.customerId === customerId,
    )
  }
}

const isOpen = (ledger: Ledger): boolean => ledger.pool?.closedAt === null

/** Counted seat by seat: the histories give one address several seats, which the ledger's own count does not expect. */
const liveSeatsOf = (ledger: Ledger): number =>
  ledger.seats.values().filter(({ status }) => status !== 'revoked').length
