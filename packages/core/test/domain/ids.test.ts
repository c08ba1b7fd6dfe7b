import {
  arbitraryBadId,
  arbitraryOrganizationId,
  arbitraryPoolId,
  arbitrarySeatId,
} from '@seat-ledger/testing'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  ledgerStream,
  OrganizationId,
  PoolId,
  parseLedgerStream,
  poolIdOf,
  seatIdOf,
} from '../../src/domain/ids.js'

describe('ids route themselves', () => {
  it('a stream name reads back as its organization and its pool', () => {
    fc.assert(
      fc.property(arbitraryOrganizationId(), arbitraryPoolId(), (organizationId, poolId) => {
        const stream = ledgerStream(organizationId, poolId)
        expect(stream).toBe(`seat_ledger-${organizationId}.${poolId}`)
        expect(parseLedgerStream(stream)).toStrictEqual({ organizationId, poolId })
      }),
    )
  })

  it('a seat id names its pool', () => {
    fc.assert(
      fc.property(arbitraryPoolId(), (poolId) => {
        expect(poolIdOf(seatIdOf(poolId, 'unique'))).toBe(poolId)
      }),
    )
    fc.assert(
      fc.property(arbitrarySeatId(), (seatId) => {
        expect(`${poolIdOf(seatId)}.${seatId.split('.')[1]}`).toBe(seatId)
      }),
    )
  })

  it('what is no id is refused', () => {
    fc.assert(
      fc.property(arbitraryBadId(), (text) => {
        expect([OrganizationId.is(text), PoolId.is(text)]).toStrictEqual([false, false])
      }),
    )
  })

  it.each([
    'other-acme.team',
    'seat_ledger-acme',
    'seat_ledger-acme.team.x',
    'seat_ledger-.team',
    'seat_ledger-a b.team',
  ])('%s is no ledger', (stream) => {
    expect(parseLedgerStream(stream)).toBeUndefined()
  })
})
