import { randomBytes } from 'node:crypto'
import type { CustomerId, OrganizationId, SeatLedger } from '@seat-ledger/core'
import type { Subject } from '@seat-ledger/http'
import * as E from 'fp-ts/lib/Either.js'
import type { SeedFile, SeedOrganization, SeedPool } from '../seed/codec.js'
import { poolIdOfSeed } from '../seed/open-pools.js'

/** Where a newcomer can try the API: one organization, and a pool of it with room, if there is one. */
export interface Trial {
  readonly organization: SeedOrganization
  readonly pool: SeedPool | undefined
  readonly customerId: CustomerId
  /** Bearer tokens made for this start; they end with the process. */
  readonly organizationToken: string
  readonly customerSession: string
}

/** A token and who bears it. */
export interface FreshToken {
  readonly token: string
  readonly subject: Subject
}

/** Picks a place to try the API and makes tokens for it; undefined for a seed without organizations. */
export const prepareTrial = async (
  ledger: SeatLedger,
  seed: SeedFile,
  noOwner: CustomerId,
): Promise<Trial | undefined> => {
  const organization =
    seed.organizations.find((each) => each.seats_enabled !== false) ?? seed.organizations[0]
  if (organization === undefined) return undefined
  const pools = (seed.pools ?? []).filter((pool) => pool.organization_id === organization.id)
  const pool = await firstWithRoom(ledger, pools)
  return {
    organization,
    pool,
    customerId: pool?.customer_id ?? noOwner,
    organizationToken: freshToken('oat'),
    customerSession: freshToken('cst'),
  }
}

/** The trial's tokens, for the directory. */
export const tokensOf = (trial: Trial): readonly FreshToken[] => {
  const organizationId: OrganizationId = trial.organization.id
  return [
    {
      token: trial.organizationToken,
      subject: {
        kind: 'organization',
        organizationId,
        tokenId: 'greeting',
        scopes: [
          'customer_seats:read',
          'customer_seats:write',
          'seat_audit:read',
          'webhooks:read',
          'webhooks:write',
        ],
      },
    },
    {
      token: trial.customerSession,
      subject: {
        kind: 'customer_session',
        organizationId,
        customerId: trial.customerId,
        email: null,
        scopes: ['customer_portal:read', 'customer_portal:write'],
      },
    },
  ]
}

const freshToken = (kind: string): string => `${kind}_${randomBytes(32).toString('base64url')}`

const firstWithRoom = async (
  ledger: SeatLedger,
  pools: readonly SeedPool[],
): Promise<SeedPool | undefined> => {
  for (const pool of pools) {
    const answer = await ledger.pool({ organizationId: pool.organization_id, poolId: poolIdOfSeed(pool) })()
    if (E.isRight(answer) && answer.right.available > 0) return pool
  }
  return undefined
}
