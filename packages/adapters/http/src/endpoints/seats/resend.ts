import * as E from 'fp-ts/lib/Either.js'
import { NoBody } from '../../wire/codecs.js'
import { OrganizationQuery, SeatPath } from '../../wire/requests.js'
import { SeatBody } from '../../wire/seat.js'
import { staffEndpoint } from '../endpoint.js'
import { originOf } from '../origin.js'
import { seatReply } from '../replies.js'
import { findEnabledSeat } from './target.js'

export const resendInvitation = staffEndpoint(
  {
    operationId: 'resendInvitation',
    method: 'POST',
    path: '/v1/customer-seats/{seat_id}/resend',
    tag: 'Seats',
    summary: 'Resend the invitation',
    description: 'Makes a new invitation of a pending seat; the one before is dead from then on.',
    access: { kind: 'organization', need: 'write' },
    inputs: { path: SeatPath, query: OrganizationQuery, body: NoBody },
    conditional: true,
    replies: { 200: SeatBody },
    errors: [400, 404, 429],
  },
  async (call) => {
    const { caller, services } = call
    const target = await findEnabledSeat(services, caller, call.path.seat_id)
    if (E.isLeft(target)) return target
    const { organization, seatId } = target.right
    const origin = originOf(call, caller)
    const answer = await services.ledger.resend({ organizationId: organization.id, seatId, ...origin })()
    return E.isLeft(answer) ? answer : seatReply(call, answer.right, caller.tokenKeys)
  },
)
