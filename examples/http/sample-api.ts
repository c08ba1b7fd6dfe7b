import { createSeatLedger, seatIndex, startProjection } from '@seat-ledger/core'
import { createHttpApi, type HttpApi, memoryDirectory } from '@seat-ledger/http'
import { memoryPlatform } from '@seat-ledger/memory'

/** An API in memory that knows one organization and one token, for the three hosts beside this file. */
export const sampleApi = (): HttpApi => {
  const platform = memoryPlatform()
  const { feed, clock } = platform
  const directory = memoryDirectory({
    clock,
    organizations: [
      {
        id: 'org_a',
        name: 'Acme',
        slug: 'acme',
        claimPolicy: 'token',
        maskEmail: true,
        seatsEnabled: true,
      },
    ],
    tokens: [
      {
        token: 'oat_sample',
        subject: {
          kind: 'organization',
          organizationId: 'org_a',
          scopes: ['customer_seats:read', 'customer_seats:write'],
        },
      },
    ],
  })
  return createHttpApi({
    ...directory,
    platform,
    ledger: createSeatLedger(platform),
    seats: startProjection({ projection: seatIndex, feed, clock, onUnreadable: 'stop' }),
  })
}
