import { type LedgerAsOf, ledgerAsOf, type Moment, type Seat } from '@seat-ledger/core'
import * as E from 'fp-ts/lib/Either.js'
import { AuditAsOfBody, auditMomentBody, auditSeatBody } from '../../wire/audit.js'
import { AsOfQuery } from '../../wire/audit-requests.js'
import { NoBody } from '../../wire/codecs.js'
import { PoolPath } from '../../wire/requests.js'
import { staffEndpoint } from '../endpoint.js'
import type { Services } from '../services.js'
import { listStream } from './list-stream.js'
import { notThere } from './not-there.js'
import { findLedger } from './target.js'

type Query = typeof AsOfQuery._A

export const readPoolAsOf = staffEndpoint(
  {
    operationId: 'readPoolAsOf',
    method: 'GET',
    path: '/v1/seat-audit/pools/{pool_id}/as-of',
    tag: 'Audit',
    summary: 'Who held which seat of a pool at a time or revision',
    description:
      'A state holds from the instant of its event (included) to the instant of the next (not included). With `seat_id`: who held that seat.',
    access: { kind: 'organization', need: 'audit' },
    inputs: { path: PoolPath, query: AsOfQuery, body: NoBody },
    replies: { 200: AuditAsOfBody },
    errors: [404],
  },
  async (call) => {
    const ledger = await findLedger(call, call.path.pool_id)
    if (E.isLeft(ledger)) return ledger
    const { services, query } = call
    const state = await ledgerAsOf(services.log.eventStore, ledger.right, momentOf(query, services))
    if (E.isLeft(state)) return notThere(state.left)
    return E.right({ status: 200, body: bodyOf(state.right, query) })
  },
)

const momentOf = ({ at, revision }: Query, { now }: Services): Moment =>
  revision === undefined ? { time: at ?? now() } : { revision }

const bodyOf = (state: LedgerAsOf, query: Query) => {
  const head = { ...auditMomentBody(state), unreadable_events: state.unreadable }
  const seats = state.seats.filter((seat) => isAskedFor(seat, query))
  return listStream(head, 'seats', seats, auditSeatBody)
}

const isAskedFor = ({ id, status }: Seat, { seats, seat_id }: Query): boolean =>
  seat_id === undefined ? seats === 'all' || status !== 'revoked' : id === seat_id
