import { describe, expect, it } from 'vitest'
import type { LedgerEvent } from '../../src/domain/events.js'
import type { CustomerId, OrganizationId, PoolId, SeatId, SourceId } from '../../src/domain/ids.js'
import { poolById, poolBySource, seatById } from '../../src/projections/lookups.js'
import { type SeatIndex, seatIndex } from '../../src/projections/seat-index.js'
import { listSeats } from '../../src/projections/seat-list.js'
import { ownerUsage, poolUsage } from '../../src/projections/usage.js'
import { assigned, at, CUSTOMERS, EMAILS, opened, recordOf } from './histories.js'

const [org1, org2] = ['org_1', 'org_2'] as [OrganizationId, OrganizationId]
const [p0, p1] = ['p0', 'p1'] as [PoolId, PoolId]
const [owner, holder] = CUSTOMERS as [CustomerId, CustomerId]
const [email] = EMAILS as [(typeof EMAILS)[number]]
const seatId = 'p0.a' as SeatId

/** Each event with its stream; revisions count per stream. */
const indexOf = (...events: readonly (readonly [OrganizationId, PoolId, LedgerEvent])[]): SeatIndex => {
  const revisions = new Map<string, number>()
  return events
    .map(([organizationId, poolId, event], position) => {
      const revision = revisions.get(`${organizationId}.${poolId}`) ?? 0
      revisions.set(`${organizationId}.${poolId}`, revision + 1)
      return recordOf(organizationId, poolId, revision, position, event)
    })
    .reduce(seatIndex.evolve, seatIndex.initial())
}

const open = (poolId: PoolId, second: number, capacity = 5): LedgerEvent =>
  opened(org1, poolId, owner, capacity, at(second))
const assign = assigned(seatId, email, at(1), at(9))
const revoke: LedgerEvent = { type: 'Revoked', seatId, cause: 'revoked', at: at(3) }
const claim: LedgerEvent = {
  type: 'Claimed',
  seatId,
  holder: { customerId: holder, email: null },
  invitation: 1,
  at: at(4),
}
const list = (index: SeatIndex, organizationId: OrganizationId) =>
  listSeats(
    index,
    { organizationId, scope: { by: 'owner', customerId: owner }, status: null, now: at(0) },
    { page: 1, limit: 9 },
  )

describe('the seat index', () => {
  it('does not believe a body that names another organization or pool than its stream does', () => {
    const index = indexOf([org2, p0, open(p0, 0)], [org1, p1, open(p0, 0)])
    expect(poolById(index, org2, p0)).toBeUndefined()
    expect(poolById(index, org1, p0)).toBeUndefined()
    expect(poolById(index, org1, p1)).toBeUndefined()
  })

  it('passes over events of a pool whose opening it could not read', () => {
    const index = indexOf([org1, p0, assign])
    expect(seatById(index, org1, seatId)).toBeUndefined()
    expect(list(index, org1)).toMatchObject({ right: { total: 0, maxPage: 0 } })
  })

  it('passes over what the rules never record, and its figures stay those of its list', () => {
    const another = { ...assign, at: at(0) } as LedgerEvent
    const index = indexOf(
      [org1, p0, open(p0, 0)],
      [org1, p1, open(p1, 0)],
      [org1, p0, assign],
      [org1, p0, open(p0, 0, 9)],
      [org1, p0, another],
      [org1, p1, revoke],
      [org1, p0, revoke],
      [org1, p0, revoke],
      [org1, p0, claim],
    )
    expect(seatById(index, org1, seatId)?.seat).toMatchObject({ status: 'revoked', assignedAt: at(1) })
    expect(list(index, org1)).toMatchObject({ right: { total: 1 } })
    const none = { capacity: 5, pending: 0, claimed: 0, available: 5, highWaterMark: 1 }
    expect(poolUsage(index, org1, p0, at(5))).toMatchObject(none)
    expect(ownerUsage(index, org1, owner, at(5))).toMatchObject({ ...none, capacity: 10, available: 10 })
  })

  it('routes a source to its newest open pool, and to the newest of all when every one is closed', () => {
    const source = { kind: 'order', id: 'order_1' as SourceId } as const
    const bought = (poolId: PoolId, second: number): LedgerEvent =>
      ({ ...open(poolId, second), source }) as LedgerEvent
    const close: LedgerEvent = { type: 'PoolClosed', at: at(8) }
    const first = [org1, p0, bought(p0, 0)] as const
    const second = [org1, p1, bought(p1, 1)] as const
    const routed = (index: SeatIndex) => poolBySource(index, org1, source)?.pool.id
    expect(routed(indexOf(first, second))).toBe(p1)
    expect(routed(indexOf(first, second, [org1, p1, close]))).toBe(p0)
    expect(routed(indexOf(first, [org1, p0, close], second))).toBe(p1)
    expect(routed(indexOf(first, second, [org1, p0, close], [org1, p1, close]))).toBe(p1)
    expect(poolBySource(indexOf(first), org2, source)).toBeUndefined()
  })
})
