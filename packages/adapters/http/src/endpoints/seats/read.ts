import * as E from 'fp-ts/lib/Either.js'
import { isKnown } from '../../call/preconditions.js'
import { NoBody } from '../../wire/codecs.js'
import { OrganizationQuery, SeatPath } from '../../wire/requests.js'
import { SeatBody } from '../../wire/seat.js'
import { staffEndpoint } from '../endpoint.js'
import { notModified, seatReply } from '../replies.js'
import { findSeat } from './target.js'

export const readSeat = staffEndpoint(
  {
    operationId: 'readSeat',
    method: 'GET',
    path: '/v1/customer-seats/{seat_id}',
    tag: 'Seats',
    summary: 'Read a seat',
    access: { kind: 'organization', need: 'read' },
    inputs: { path: SeatPath, query: OrganizationQuery, body: NoBody },
    replies: { 200: SeatBody, 304: null },
    errors: [404],
  },
  async (call) => {
    const { caller, services } = call
    const target = await findSeat(services, caller, call.path.seat_id)
    if (E.isLeft(target)) return target
    const { organization, seatId } = target.right
    const answer = await services.ledger.seat({ organizationId: organization.id, seatId })()
    if (E.isLeft(answer)) return answer
    if (isKnown(call.ifNoneMatch, answer.right.revision)) return notModified(answer.right.revision)
    return seatReply(call, answer.right, caller.tokenKeys)
  },
)
