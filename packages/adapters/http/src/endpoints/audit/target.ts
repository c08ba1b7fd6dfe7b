import {
  type EventStore,
  type LedgerName,
  ledgerHistory,
  ledgerStream,
  type OrganizationId,
  PoolId,
  poolIdOf,
  SeatId,
} from '@seat-ledger/core'
import * as E from 'fp-ts/lib/Either.js'
import { type Failure, notFound } from '../../failures/failures.js'
import { firstOf, type Staff } from '../callers.js'
import type { Call } from '../endpoint.js'

/** A call of the audit. */
export type AuditCall = Pick<Call<unknown, unknown, unknown, Staff>, 'caller' | 'services' | 'arrival'>

/** The one organization that an audit of the whole log is about. */
export const onlyOrganization = ({ caller, arrival }: AuditCall): E.Either<Failure, OrganizationId> => {
  const [only, second] = caller.organizations
  if (only === undefined || second !== undefined) {
    return E.left({
      _tag: 'SelectorMissing',
      detail: 'organization_id is needed: this token has several organizations.',
    })
  }
  arrival.about.organizationId = only.id
  return E.right(only.id)
}

/** The ledger of a pool among the caller's organizations. */
export const findLedger = async (
  { caller, services, arrival }: AuditCall,
  poolId: string,
): Promise<E.Either<Failure, LedgerName>> => {
  if (!PoolId.is(poolId)) return E.left(notFound('Pool'))
  const first = await firstOf(caller, async (organizationId) => {
    const ledger = { organizationId, poolId }
    const isThere = await exists(services.log.eventStore, ledger)
    return E.isLeft(isThere) ? isThere : E.right(isThere.right ? ledger : undefined)
  })
  if (E.isLeft(first)) return first
  if (first.right === undefined) return E.left(notFound('Pool'))
  arrival.about.organizationId = first.right.organization.id
  return E.right(first.right.found)
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
  { caller, services, arrival }: AuditCall,
  seatId: string,
): Promise<E.Either<Failure, AuditedSeat>> => {
  if (!SeatId.is(seatId)) return E.left(notFound('Seat'))
  const first = await firstOf(caller, async (organizationId) => {
    const ledger = { organizationId, poolId: poolIdOf(seatId) }
    const page = { cursor: null, limit: 1 }
    const events = await ledgerHistory(services.log.eventStore, ledger, { seatId }, page)
    if (E.isLeft(events)) return E.left(unexpected(events.left))
    return E.right(events.right.items.length > 0 ? { ledger, seatId } : undefined)
  })
  if (E.isLeft(first)) return first
  if (first.right === undefined) return E.left(notFound('Seat'))
  arrival.about.organizationId = first.right.organization.id
  return E.right(first.right.found)
}

/** A page that was asked for wrongly by this API itself. */
const unexpected = (failure: Failure | { readonly _tag: 'BadAuditPage' }): Failure =>
  failure._tag === 'BadAuditPage' ? { _tag: 'HostDefect', cause: failure } : failure
