import * as E from 'fp-ts/lib/Either.js'
import { OrganizationQuery, SeatPath, SeatReassign } from '../../wire/requests.js'
import { SeatBody } from '../../wire/seat.js'
import { staffEndpoint } from '../endpoint.js'
import { originOf } from '../origin.js'
import { seatReply } from '../replies.js'
import { newSeatInput } from './new-seat.js'
import { findEnabledSeat } from './target.js'

export const reassignSeat = staffEndpoint(
  {
    operationId: 'reassignSeat',
    method: 'POST',
    path: '/v1/customer-seats/{seat_id}/reassign',
    tag: 'Seats',
    summary: 'Reassign a seat',
    description:
      'Ends a live seat and gives its place to another address, at once. Answers the new seat, which has a new id.',
    access: { kind: 'organization', need: 'write' },
    inputs: { path: SeatPath, query: OrganizationQuery, body: SeatReassign },
    conditional: true,
    replies: { 200: SeatBody },
    errors: [400, 404],
  },
  async (call) => {
    const { caller, services } = call
    const target = await findEnabledSeat(services, caller, call.path.seat_id)
    if (E.isLeft(target)) return target
    const { organization, seatId } = target.right
    const seat = await newSeatInput(services, organization.id, call.body)
    const origin = originOf(call, caller)
    const answer = await services.ledger.reassign({
      organizationId: organization.id,
      seatId,
      ...seat,
      ...origin,
    })()
    return E.isLeft(answer) ? answer : seatReply(call, answer.right.assigned, caller.tokenKeys)
  },
)
