import {
  type OrganizationId,
  type Pool,
  PoolId,
  poolBySource,
  type SeatLedger,
  type Source,
} from '@seat-ledger/core'
import * as E from 'fp-ts/lib/Either.js'
import { type Failure, notFound } from '../failures/failures.js'
import type { ReadModel } from './read-model.js'

/**
 * The pool of a subscription or order. The read model knows it; where it does not yet, because another process opened
 * the pool just now, the ledger itself is asked under the source's own id, which is the pool's id unless the host chose
 * another.
 */
export const poolOf = async (
  readModel: ReadModel,
  ledger: SeatLedger,
  organizationId: OrganizationId,
  source: Source,
): Promise<E.Either<Failure, Pool | undefined>> => {
  const question = (index: Parameters<typeof poolBySource>[0]) =>
    poolBySource(index, organizationId, source)?.pool
  const known = readModel.ask(question)
  if (known !== undefined && (known.closedAt === null || readModel.isCurrent())) return E.right(known)
  const shown = await readModel.askAfter(question)
  if (E.isLeft(shown) || shown.right !== undefined) return shown
  if (!PoolId.is(source.id)) return E.right(undefined)
  const asked = await ledger.pool({ organizationId, poolId: source.id })()
  if (E.isLeft(asked)) return asked.left._tag === 'PoolNotFound' ? E.right(undefined) : asked
  readModel.note(asked.right)
  const { pool } = asked.right
  return E.right(pool.source.kind === source.kind && pool.source.id === source.id ? pool : undefined)
}

/** What is said of a source without a pool. */
export const sourceNotFound = ({ kind }: Source): Failure =>
  notFound(kind === 'subscription' ? 'Subscription' : 'Order')
