import { explain, type SeatFailure, type SeatLedger } from '@seat-ledger/core'
import * as E from 'fp-ts/lib/Either.js'
import { failed } from '../terminal/exit.js'
import type { SeedFile, SeedPool } from './codec.js'

const ACTOR = { kind: 'system', id: 'seed' } as const

/** The id of a seeded pool: its own, else that of its source. */
export const poolIdOfSeed = (pool: SeedPool): string => pool.id ?? pool.source.id

/**
 * Opens the pools of a seed. One that was opened before stays as it is, also when it got another capacity or was closed since; with
 * another owner, source or product it is another pool, and the server does not start.
 */
export const openPools = async (ledger: SeatLedger, { pools = [] }: SeedFile): Promise<void> => {
  const opened = await Promise.all(pools.map((pool) => openPool(ledger, pool)))
  const faults = opened.flatMap((failure, index) =>
    failure === undefined || wasOpened(failure) ? [] : [`seed: pools.${index}: ${inWords(failure)}`],
  )
  if (faults.length > 0) throw failed(...faults)
}

const openPool = async (ledger: SeatLedger, pool: SeedPool): Promise<SeatFailure | undefined> => {
  const answer = await ledger.openPool({
    organizationId: pool.organization_id,
    poolId: poolIdOfSeed(pool),
    customerId: pool.customer_id,
    source: pool.source,
    product: pool.product,
    capacity: pool.capacity,
    actor: ACTOR,
  })()
  return E.isLeft(answer) ? answer.left : undefined
}

const wasOpened = (failure: SeatFailure): boolean =>
  failure._tag === 'PoolIsClosed' ||
  (failure._tag === 'PoolAlreadyOpen' && failure.differs.every((field) => field === 'capacity'))

/** A failure with what lies behind it: whoever starts a server is the one to mend it. */
const inWords = (failure: SeatFailure): string =>
  'cause' in failure && failure.cause instanceof Error
    ? `${explain(failure)} (${failure.cause.message})`
    : explain(failure)
