import * as E from 'fp-ts/lib/Either.js'
import { AuditEventBody, AuditEventsBody, AuditEventsEnd } from '../../wire/audit.js'
import { SeatHistoryQuery } from '../../wire/audit-requests.js'
import { NoBody } from '../../wire/codecs.js'
import { SeatPath } from '../../wire/requests.js'
import { staffEndpoint } from '../endpoint.js'
import { filterOf, historyAnswer } from './event-pages.js'
import { historyOfLedger } from './histories.js'
import { findAuditedSeat } from './target.js'

export const readSeatHistory = staffEndpoint(
  {
    operationId: 'readSeatHistory',
    method: 'GET',
    path: '/v1/seat-audit/seats/{seat_id}/history',
    tag: 'Audit',
    summary: 'Every event of a seat',
    description: 'As `listAuditEvents` answers, for one seat.',
    access: { kind: 'organization', need: 'audit' },
    inputs: { path: SeatPath, query: SeatHistoryQuery, body: NoBody },
    replies: { 200: AuditEventsBody },
    lines: [AuditEventBody, AuditEventsEnd],
    errors: [404],
  },
  async (call) => {
    const seat = await findAuditedSeat(call, call.path.seat_id)
    if (E.isLeft(seat)) return seat
    const { ledger, seatId } = seat.right
    const history = historyOfLedger(call.services, ledger, { ...filterOf(call.query), seatId })
    return historyAnswer(call.arrival, history, call.query)
  },
)
