import type { Pool, Position, Seat } from '@seat-ledger/core'
import * as E from 'fp-ts/lib/Either.js'
import { etagOf } from '../call/preconditions.js'
import { type PoolFacts, poolBody } from '../wire/pool.js'
import { seatBody } from '../wire/seat.js'
import type { Answer, Arrival } from './endpoint.js'
import type { Services } from './services.js'

interface SeatOfPool {
  readonly seat: Seat
  readonly pool: Pool
  readonly revision: number
  readonly position: Position
}

/** A seat as its answer; `tokenKeys` is null for who may not see tokens. */
export const seatReply = (
  { arrival, services }: { readonly arrival: Arrival; readonly services: Services },
  answer: SeatOfPool,
  tokenKeys: Services['keys'] | null,
): Answer => {
  services.readModel.note(answer)
  arrival.about.organizationId = answer.pool.organizationId
  return E.right({
    status: 200,
    body: seatBody(answer.seat, answer.pool, tokenKeys),
    headers: { ETag: etagOf(answer.revision) },
  })
}

/** A pool as its answer. */
export const poolReply = (
  { arrival, services }: { readonly arrival: Arrival; readonly services: Services },
  facts: PoolFacts & { readonly position: Position },
  status: 200 | 201,
): Answer => {
  services.readModel.note(facts)
  arrival.about.organizationId = facts.pool.organizationId
  return E.right({ status, body: poolBody(facts), headers: { ETag: etagOf(facts.revision) } })
}

/** For a caller who has this revision already. */
export const notModified = (revision: number): Answer =>
  E.right({ status: 304, body: undefined, headers: { ETag: etagOf(revision) } })
