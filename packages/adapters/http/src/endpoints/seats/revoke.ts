import * as E from 'fp-ts/lib/Either.js'
import { NoBody } from '../../wire/codecs.js'
import { OrganizationQuery, SeatPath } from '../../wire/requests.js'
import { SeatBody } from '../../wire/seat.js'
import { staffEndpoint } from '../endpoint.js'
import { originOf } from '../origin.js'
import { seatReply } from '../replies.js'
import { findSeat } from './target.js'

export const revokeSeat = staffEndpoint(
  {
    operationId: 'revokeSeat',
    method: 'DELETE',
    path: '/v1/customer-seats/{seat_id}',
    tag: 'Seats',
    summary: 'Revoke a seat',
    description: 'Ends a pending or claimed seat. Revoking it again answers the same and changes nothing.',
    access: { kind: 'organization', need: 'write' },
    inputs: { path: SeatPath, query: OrganizationQuery, body: NoBody },
    conditional: true,
    replies: { 200: SeatBody },
    errors: [404],
  },
  async (call) => {
    const { caller, services } = call
    const target = await findSeat(services, caller, call.path.seat_id)
    if (E.isLeft(target)) return target
    const { organization, seatId } = target.right
    const origin = originOf(call, caller)
    const answer = await services.ledger.revoke({ organizationId: organization.id, seatId, ...origin })()
    return E.isLeft(answer) ? answer : seatReply(call, answer.right, caller.tokenKeys)
  },
)
