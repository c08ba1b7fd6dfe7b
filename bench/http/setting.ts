import type { SeatLedger } from '@seat-ledger/core'
import type { GivenToken, Organization } from '@seat-ledger/http'
import * as E from 'fp-ts/lib/Either.js'

export const ORGANIZATION: Organization = {
  id: 'org_bench',
  name: 'Bench',
  slug: 'bench',
  claimPolicy: 'token',
  maskEmail: true,
  seatsEnabled: true,
}

export const TOKEN: GivenToken = {
  token: 'oat_bench',
  subject: {
    kind: 'organization',
    organizationId: ORGANIZATION.id,
    scopes: ['customer_seats:read', 'customer_seats:write'],
  },
}

/** A pool that never gets full, and one with ten seats to list. */
export const openPools = async (ledger: SeatLedger): Promise<void> => {
  const actor = { kind: 'system', id: 'bench' } as const
  const { id: organizationId } = ORGANIZATION
  const ok = <Value>(answer: E.Either<unknown, Value>): void => {
    if (E.isLeft(answer)) throw new Error(JSON.stringify(answer.left))
  }
  for (const poolId of ['sub_large', 'sub_ten']) {
    ok(
      await ledger.openPool({
        organizationId,
        poolId,
        customerId: 'cus_owner',
        source: { kind: 'subscription', id: poolId },
        product: { id: 'prod_1', name: 'Team Pro' },
        capacity: 1_000_000,
        actor,
      })(),
    )
  }
  const seats = Array.from({ length: 10 }, (_, index) => ({ email: `person${index}@example.com` }))
  ok(await ledger.assignBulk({ organizationId, poolId: 'sub_ten', mode: 'atomic', seats, actor })())
}
