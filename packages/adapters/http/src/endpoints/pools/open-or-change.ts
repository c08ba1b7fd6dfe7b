import {
  type CustomerId,
  type OrganizationId,
  type Pool,
  type PoolAlreadyOpen,
  type PoolAnswer,
  type PoolId,
  type Product,
  poolBySource,
  type Source,
} from '@seat-ledger/core'
import * as E from 'fp-ts/lib/Either.js'
import type { Failure } from '../../failures/failures.js'
import type { CommandOrigin } from '../origin.js'
import type { Services } from '../services.js'

/** The pool that a caller wants to be there. */
export interface PoolWish {
  readonly organizationId: OrganizationId
  readonly poolId: PoolId
  readonly customerId: CustomerId
  readonly source: Source
  readonly product: Product
  readonly capacity: number
  readonly origin: CommandOrigin
}

/** The pool as it is now, and whether this request (or the one that it repeats) opened it. */
interface Put {
  readonly answer: PoolAnswer
  readonly opened: boolean
}

type Result = E.Either<Failure, Put>

/**
 * Opens the pool or sets its capacity. A subscription or order has one open pool at a time: that is looked up in the read
 * model, so requests for one source take turns, and each turn ends when the read model shows what it did. Processes do
 * not see each other's turns; there a host has to keep to one pool id for a source.
 */
export const openOrChange = (services: Services, wish: PoolWish): Promise<Result> => {
  const { kind, id } = wish.source
  return services.turns.take(`${wish.organizationId}/${kind}/${id}`, async () => {
    const result = await openOrChangeNow(services, wish)
    if (E.isLeft(result)) return result
    services.readModel.note(result.right.answer)
    return services.readModel.askAfter(() => result.right)
  })
}

const openOrChangeNow = async (services: Services, wish: PoolWish): Promise<Result> => {
  const { organizationId, poolId } = wish
  const existing = await services.ledger.pool({ organizationId, poolId })()
  if (E.isRight(existing)) return changeExisting(services, wish, existing.right.pool)
  return existing.left._tag === 'PoolNotFound' ? openNew(services, wish) : existing
}

const openNew = async ({ ledger, readModel }: Services, wish: PoolWish): Promise<Result> => {
  const { origin, ...facts } = wish
  const rival = await readModel.askAfter(
    (index) => poolBySource(index, wish.organizationId, wish.source)?.pool,
  )
  if (E.isLeft(rival)) return rival
  if (rival.right?.closedAt === null) return E.left({ _tag: 'SourceTaken', poolId: rival.right.id })
  const opened = await ledger.openPool({ ...facts, ...origin })()
  return E.isLeft(opened) ? opened : E.right({ answer: opened.right, opened: true })
}

const changeExisting = async ({ ledger }: Services, wish: PoolWish, pool: Pool): Promise<Result> => {
  const { organizationId, poolId, capacity, origin, ...facts } = wish
  if (origin.commandId !== undefined) {
    // No ledger is at this revision, so only the repetition of the request that opened the pool gets an answer.
    const never = Number.MAX_SAFE_INTEGER
    const first = await ledger.openPool({
      organizationId,
      poolId,
      capacity,
      ...facts,
      ...origin,
      ifRevision: never,
    })()
    if (E.isRight(first)) return E.right({ answer: first.right, opened: true })
  }
  const differs = differences(pool, wish)
  if (differs.length > 0) return E.left({ _tag: 'PoolAlreadyOpen', poolId, differs })
  const changed = await ledger.changeCapacity({ organizationId, poolId, capacity, ...origin })()
  if (E.isRight(changed)) return E.right({ answer: changed.right, opened: false })
  return changed.left._tag === 'PoolIsClosed' ? E.left({ _tag: 'PoolStaysClosed' }) : changed
}

const differences = (pool: Pool, wish: PoolWish): PoolAlreadyOpen['differs'] => {
  const same = {
    customerId: pool.customerId === wish.customerId,
    source: pool.source.kind === wish.source.kind && pool.source.id === wish.source.id,
    product: pool.product.id === wish.product.id && pool.product.name === wish.product.name,
  }
  return (['customerId', 'source', 'product'] as const).filter((fact) => !same[fact])
}
