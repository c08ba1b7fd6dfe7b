import { type Pool, poolBySource, SeatId, type Source } from '@seat-ledger/core'
import * as E from 'fp-ts/lib/Either.js'
import { andThen } from '../../call/awaitable.js'
import { type Failure, notFound } from '../../failures/failures.js'
import { poolOf, sourceNotFound } from '../../pools/pool-of.js'
import type { Awaitable } from '../../ports/subject.js'
import { firstOf, type Staff } from '../callers.js'
import type { Tenant } from '../host.js'
import type { Services } from '../services.js'

/** How a request names a pool. */
export interface SourceFields {
  readonly subscription_id?: Extract<Source, { id: unknown }>['id'] | null
  readonly order_id?: Extract<Source, { id: unknown }>['id'] | null
}

/** What the pool was bought with; undefined when the request names neither. */
export const sourceOf = ({ subscription_id, order_id }: SourceFields): Source | undefined => {
  if (subscription_id !== undefined && subscription_id !== null)
    return { kind: 'subscription', id: subscription_id }
  return order_id === undefined || order_id === null ? undefined : { kind: 'order', id: order_id }
}

/** A pool and whose it is. */
export interface PoolTarget {
  readonly organization: Tenant
  readonly pool: Pool
}

/** The pool of a source among the caller's organizations; at once when the first of them is known to have it open. */
export const findPool = (
  services: Services,
  staff: Staff,
  source: Source,
): Awaitable<E.Either<Failure, PoolTarget>> => {
  const [organization] = staff.organizations
  if (organization === undefined) return E.left(sourceNotFound(source))
  const known = services.readModel.ask((index) => poolBySource(index, organization.id, source)?.pool)
  return known?.closedAt === null
    ? E.right({ organization, pool: known })
    : lookUpPool(services, staff, source)
}

const lookUpPool = async (
  { ledger, readModel }: Services,
  staff: Staff,
  source: Source,
): Promise<E.Either<Failure, PoolTarget>> => {
  const first = await firstOf(staff, (organizationId) => poolOf(readModel, ledger, organizationId, source))
  if (E.isLeft(first)) return first
  if (first.right === undefined) return E.left(sourceNotFound(source))
  return E.right({ organization: first.right.organization, pool: first.right.found })
}

interface AssignTarget extends SourceFields {
  readonly customer_id?: string | null
}

/** The pool that a seat is assigned in: one that sells seats, and is owned by whom the request says. */
export const poolToAssignIn = (
  services: Services,
  staff: Staff,
  fields: AssignTarget,
): Awaitable<E.Either<Failure, PoolTarget>> => {
  const source = sourceOf(fields)
  if (source === undefined)
    return E.left({ _tag: 'SelectorMissing', detail: 'subscription_id or order_id is needed' })
  return andThen(findPool(services, staff, source), (target): E.Either<Failure, PoolTarget> => {
    if (E.isLeft(target)) return target
    if (!target.right.organization.seatsEnabled) return E.left({ _tag: 'FeatureNotEnabled' })
    return isOwner(target.right.pool, fields) ? target : notTheOwner(source, fields)
  })
}

/** Whether the request names no owner, or the right one. */
export const isOwner = (pool: Pool, { customer_id }: AssignTarget): boolean =>
  customer_id === undefined || customer_id === null || customer_id === pool.customerId

/** The fault of a request that names another owner than the pool has. */
export const notTheOwner = (source: Source, { customer_id }: AssignTarget): E.Either<Failure, never> => {
  const msg = `is not the owner of this ${source.kind}`
  return E.left({
    _tag: 'RequestInvalid',
    faults: [{ type: 'value_error', loc: ['body', 'customer_id'], msg, input: customer_id ?? null }],
  })
}

/** A seat and whose it is. */
export interface SeatTarget {
  readonly organization: Tenant
  readonly seatId: SeatId
}

/** The organization of the caller that has this seat. Where there is but one, its ledger will tell. */
export const findSeat = async (
  { ledger }: Services,
  staff: Staff,
  seatId: string,
): Promise<E.Either<Failure, SeatTarget>> => {
  if (!SeatId.is(seatId)) return E.left(notFound('Seat'))
  const [only, second] = staff.organizations
  if (only !== undefined && second === undefined) return E.right({ organization: only, seatId })
  const first = await firstOf(staff, async (organizationId) => {
    const seat = await ledger.seat({ organizationId, seatId })()
    if (E.isRight(seat)) return E.right(seatId)
    return seat.left._tag === 'SeatNotFound' ? E.right(undefined) : seat
  })
  if (E.isLeft(first)) return first
  return first.right === undefined
    ? E.left(notFound('Seat'))
    : E.right({ organization: first.right.organization, seatId })
}

/** The same, for what an organization without the feature may not do. */
export const findEnabledSeat = async (
  services: Services,
  staff: Staff,
  seatId: string,
): Promise<E.Either<Failure, SeatTarget>> => {
  const target = await findSeat(services, staff, seatId)
  if (E.isLeft(target)) return target
  return target.right.organization.seatsEnabled ? target : E.left({ _tag: 'FeatureNotEnabled' })
}
