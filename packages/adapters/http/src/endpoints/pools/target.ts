import { type PoolAnswer, PoolId } from '@seat-ledger/core'
import * as E from 'fp-ts/lib/Either.js'
import { type Failure, notFound } from '../../failures/failures.js'
import { firstOf, type Staff } from '../callers.js'
import type { Services } from '../services.js'

/** The pool of this id among the caller's organizations. */
export const findPoolById = async (
  { ledger }: Services,
  staff: Staff,
  poolId: string,
): Promise<E.Either<Failure, PoolAnswer>> => {
  if (!PoolId.is(poolId)) return E.left(notFound('Pool'))
  const first = await firstOf(staff, async (organizationId) => {
    const pool = await ledger.pool({ organizationId, poolId })()
    if (E.isRight(pool)) return pool
    return pool.left._tag === 'PoolNotFound' ? E.right(undefined) : pool
  })
  if (E.isLeft(first)) return first
  return first.right === undefined ? E.left(notFound('Pool')) : E.right(first.right.found)
}
