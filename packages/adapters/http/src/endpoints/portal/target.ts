import { type Pool, type SeatAnswer, SeatId, type SeatItem, type Source } from '@seat-ledger/core'
import * as E from 'fp-ts/lib/Either.js'
import { type Failure, notFound } from '../../failures/failures.js'
import { poolOf, sourceNotFound } from '../../pools/pool-of.js'
import type { Customer } from '../callers.js'
import { allSeats } from '../seat-lists.js'
import type { Services } from '../services.js'

/** A pool as a customer sees it. */
export type PoolView =
  | { readonly as: 'owner'; readonly pool: Pool }
  /** The customer's own seats of the pool, of which at least one is claimed now. */
  | { readonly as: 'holder'; readonly pool: Pool; readonly seats: readonly SeatItem[] }

/** What a customer may see of the pool of a source. Who neither owns it nor holds a seat of it sees that there is none. */
export const viewPool = async (
  services: Services,
  customer: Customer,
  source: Source,
): Promise<E.Either<Failure, PoolView>> => {
  const { readModel, ledger } = services
  const { organization, customerId } = customer
  const pool = await poolOf(readModel, ledger, organization.id, source)
  if (E.isLeft(pool)) return pool
  if (pool.right === undefined) return E.left(sourceNotFound(source))
  const found = pool.right
  if (found.customerId === customerId) return E.right({ as: 'owner', pool: found })
  const seats = await ownSeats(services, customer, found)
  if (E.isLeft(seats)) return seats
  const isHolder = seats.right.some(({ seat }) => seat.status === 'claimed')
  return isHolder
    ? E.right({ as: 'holder', pool: found, seats: seats.right })
    : E.left(sourceNotFound(source))
}

const ownSeats = (
  { readModel, now }: Services,
  { organization, customerId }: Customer,
  pool: Pool,
): Promise<E.Either<Failure, readonly SeatItem[]>> => {
  const scope = { by: 'holder', customerId } as const
  const query = { organizationId: organization.id, scope, status: null, now: now() }
  return readModel.askAfter((index) => allSeats(index, query).filter((item) => item.pool.id === pool.id))
}

/** The pool of a source, for its owner only. */
export const ownedPool = async (
  services: Services,
  customer: Customer,
  source: Source,
): Promise<E.Either<Failure, Pool>> => {
  const view = await viewPool(services, customer, source)
  if (E.isLeft(view)) return view
  return view.right.as === 'owner' ? E.right(view.right.pool) : ownersOnly
}

const ownersOnly: E.Either<Failure, never> = E.left({
  _tag: 'NotPermitted',
  detail: 'Only the owner of these seats may change them.',
})

/** A seat of a pool that the customer owns. Who only holds it is told so; for all others it is not there. */
export const ownedSeat = async (
  { ledger }: Services,
  { organization, customerId }: Customer,
  seatId: string,
): Promise<E.Either<Failure, SeatAnswer>> => {
  if (!SeatId.is(seatId)) return E.left(notFound('Seat'))
  const found = await ledger.seat({ organizationId: organization.id, seatId })()
  if (E.isLeft(found)) return found
  const { seat, pool } = found.right
  if (pool.customerId === customerId) return found
  return seat.status === 'claimed' && seat.holder.customerId === customerId
    ? ownersOnly
    : E.left(notFound('Seat'))
}
