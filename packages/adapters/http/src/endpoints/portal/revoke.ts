import * as E from 'fp-ts/lib/Either.js'
import { NoBody } from '../../wire/codecs.js'
import { NoFields, SeatPath } from '../../wire/requests.js'
import { SeatBody } from '../../wire/seat.js'
import { customerEndpoint } from '../endpoint.js'
import { originOf } from '../origin.js'
import { seatReply } from '../replies.js'
import { ownedSeat } from './target.js'

export const revokeOwnSeat = customerEndpoint(
  {
    operationId: 'revokePortalSeat',
    method: 'DELETE',
    path: '/v1/customer-portal/seats/{seat_id}',
    tag: 'Customer portal',
    summary: 'Revoke a seat as the owner',
    access: { kind: 'customer', need: 'write' },
    inputs: { path: SeatPath, query: NoFields, body: NoBody },
    conditional: true,
    replies: { 200: SeatBody },
    errors: [404],
  },
  async (call) => {
    const { caller, services } = call
    const owned = await ownedSeat(services, caller, call.path.seat_id)
    if (E.isLeft(owned)) return owned
    const { seat, pool } = owned.right
    const { organizationId } = pool
    const answer = await services.ledger.revoke({
      organizationId,
      seatId: seat.id,
      ...originOf(call, caller),
    })()
    return E.isLeft(answer) ? answer : seatReply(call, answer.right, caller.tokenKeys)
  },
)
