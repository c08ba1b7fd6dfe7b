import {
  type EventStore,
  type LedgerName,
  ledgerHistory,
  ledgerStream,
  PoolId,
  poolIdOf,
  SeatId,
} from '@seat-ledger/core'
import * as E from 'fp-ts/lib/Either.js'
import { type Failure, notFound } from '../../failures/failures.js'
import { findIn, type StaffCall } from '../staff-call.js'

/** The ledger of a pool among the caller's organizations. */
export const findLedger = async (call: StaffCall, poolId: string): Promise<E.Either<Failure, LedgerName>> => {
  if (!PoolId.is(poolId)) return E.left(notFound('Pool'))
  return findIn(call, 'Pool', async (organizationId) => {
    const ledger = { organizationId, poolId }
    const isThere = await exists(call.services.log.eventStore, ledger)
    return E.isLeft(isThere) ? isThere : E.right(isThere.right ? ledger : undefined)
  })
}

const exists = async (
  store: EventStore,
  { organizationId, poolId }: LedgerName,
): Promise<E.Either<Failure, boolean>> => {
  const read = await store.read(ledgerStream(organizationId, poolId), { from: 0, limit: 1 })
  return E.isLeft(read) ? read : E.right(read.right.length > 0)
}

/** A seat and the ledger that it is in. */
export interface AuditedSeat {
  readonly ledger: LedgerName
  readonly seatId: SeatId
}

/** The ledger that has ever had this seat, among the caller's organizations. */
export const findAuditedSeat = async (
  call: StaffCall,
  seatId: string,
): Promise<E.Either<Failure, AuditedSeat>> => {
  if (!SeatId.is(seatId)) return E.left(notFound('Seat'))
  return findIn(call, 'Seat', async (organizationId) => {
    const ledger = { organizationId, poolId: poolIdOf(seatId) }
    const page = { cursor: null, limit: 1 }
    const events = await ledgerHistory(call.services.log.eventStore, ledger, { seatId }, page)
    if (E.isLeft(events)) return E.left(unexpected(events.left))
    return E.right(events.right.items.length > 0 ? { ledger, seatId } : undefined)
  })
}

/** A page that was asked for wrongly by this API itself. */
const unexpected = (failure: Failure | { readonly _tag: 'BadAuditPage' }): Failure =>
  failure._tag === 'BadAuditPage' ? { _tag: 'HostDefect', cause: failure } : failure
