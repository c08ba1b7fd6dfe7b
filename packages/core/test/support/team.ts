import { createSeats, type Seats } from '../../src/engine/seats.js'
import { at, OWNER, PRODUCT, SOURCE } from './facts.js'
import { inPool, openTeam, type Trial, trial } from './trial.js'

/*
 * An open pool and its engine, for tests of what hosts are answered.
 */

export const team = { organizationId: 'acme', poolId: 'team' }
const actor = { kind: 'customer', id: 'cus_ada' } as const
export const poolState = (capacity: number, closedAt: string | null = null) => ({
  organizationId: 'acme',
  id: 'team',
  customerId: OWNER,
  source: SOURCE,
  product: PRODUCT,
  capacity,
  openedAt: at(0),
  closedAt,
})

export const openWorld = async (
  capacity: number,
  options = {},
): Promise<{ world: Trial; seats: Seats; wait: (seconds: number) => void }> => {
  const world = trial()
  const seats = createSeats(world.platform, options)
  await openTeam(seats, capacity)
  return { world, seats, wait: (seconds) => world.clock.set(world.clock.now() + seconds * 1000) }
}
export const assignAda = (seats: Seats, more = {}) =>
  seats.assign(inPool({ email: 'Ada@example.com', ...more }))
export const claimWith = (seats: Seats, token: string | null, more = {}) =>
  seats.claim({ token: token ?? '', customerId: 'cus_ada', actor, ...more })
