import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CustomerId, OrganizationId, PoolId } from '../../src/domain/ids.js'
import { seatIndex } from '../../src/projections/seat-index.js'
import { ownerUsage, poolUsage } from '../../src/projections/usage.js'
import { at, CUSTOMERS, histories, ORGANIZATIONS, opened, POOLS, recordOf, second } from './histories.js'
import { Naive } from './naive.js'

describe('usage', () => {
  it('is, for pools and owners, at any moment and for any clock, what counting every seat gives', () => {
    fc.assert(
      fc.property(histories, fc.nat(449), fc.array(second, { maxLength: 5 }), (whole, moment, seconds) => {
        const log = whole.slice(0, moment)
        const index = log.reduce(seatIndex.evolve, seatIndex.initial())
        const naive = new Naive(log)
        for (const now of seconds.map(at)) {
          for (const organizationId of ORGANIZATIONS) {
            for (const poolId of POOLS) {
              expect(poolUsage(index, organizationId, poolId, now)).toEqual(
                naive.poolUsage(organizationId, poolId, now),
              )
            }
            for (const customer of CUSTOMERS) {
              expect(ownerUsage(index, organizationId, customer, now)).toEqual(
                naive.ownerUsage(organizationId, customer, now),
              )
            }
          }
        }
      }),
      { numRuns: 60 },
    )
  })

  it('of a closed pool keeps its capacity and offers no seat; its owner counts open pools only', () => {
    const organizationId = 'org_1' as OrganizationId
    const owner = 'cus_0' as CustomerId
    const [closed, open] = ['p0', 'p1'] as [PoolId, PoolId]
    const index = [
      recordOf(organizationId, closed, 0, 0, opened(organizationId, closed, owner, 5, at(0))),
      recordOf(organizationId, closed, 1, 1, { type: 'PoolClosed', at: at(1) }),
      recordOf(organizationId, open, 0, 2, opened(organizationId, open, owner, 3, at(2))),
    ].reduce(seatIndex.evolve, seatIndex.initial())
    expect(poolUsage(index, organizationId, closed, at(9))).toMatchObject({
      capacity: 5,
      available: 0,
      utilization: 0,
    })
    expect(ownerUsage(index, organizationId, owner, at(9))).toMatchObject({ capacity: 3, available: 3 })
  })

  it('of a pool without capacity is 0, not a division by zero', () => {
    const organizationId = 'org_1' as OrganizationId
    const poolId = 'p0' as PoolId
    const record = recordOf(
      organizationId,
      poolId,
      0,
      0,
      opened(organizationId, poolId, 'cus_0' as CustomerId, 0, at(0)),
    )
    const index = seatIndex.evolve(seatIndex.initial(), record)
    expect(poolUsage(index, organizationId, poolId, at(0))).toEqual({
      capacity: 0,
      pending: 0,
      claimed: 0,
      expired: 0,
      available: 0,
      utilization: 0,
      highWaterMark: 0,
    })
  })
})
