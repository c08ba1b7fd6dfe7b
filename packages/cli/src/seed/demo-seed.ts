import { parse } from '@seat-ledger/core'
import * as E from 'fp-ts/lib/Either.js'
import { SeedFile } from './codec.js'

/** What a server has when no seed is given: one organization with one pool, or there would be nothing to try. */
export const demoSeed = (): SeedFile => {
  const seed = parse(SeedFile, {
    organizations: [{ id: 'org_demo', name: 'Demo', slug: 'demo' }],
    pools: [
      {
        organization_id: 'org_demo',
        source: { kind: 'subscription', id: 'sub_demo' },
        customer_id: 'cus_demo',
        product: { id: 'prod_demo', name: 'Team' },
        capacity: 10,
      },
    ],
  })
  if (E.isLeft(seed)) throw new Error('the demo seed is no seed', { cause: seed.left })
  return seed.right
}
