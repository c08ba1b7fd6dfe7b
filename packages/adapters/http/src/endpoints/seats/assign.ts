import * as E from 'fp-ts/lib/Either.js'
import { NoFields, OrganizationQuery, SeatAssign } from '../../wire/requests.js'
import { SeatBody } from '../../wire/seat.js'
import { staffEndpoint } from '../endpoint.js'
import { originOf } from '../origin.js'
import { seatReply } from '../replies.js'
import { newSeatInput } from './new-seat.js'
import { poolToAssignIn } from './target.js'

export const assignSeat = staffEndpoint(
  {
    operationId: 'assignSeat',
    method: 'POST',
    path: '/v1/customer-seats',
    tag: 'Seats',
    summary: 'Assign a seat',
    description:
      'Gives a seat to an address. The seat is pending until its invitation is claimed; with `immediate_claim` it is claimed at once.',
    access: { kind: 'organization', need: 'write' },
    inputs: { path: NoFields, query: OrganizationQuery, body: SeatAssign },
    conditional: true,
    replies: { 200: SeatBody },
    errors: [400, 404],
  },
  async (call) => {
    const { caller, services, body } = call
    const target = await poolToAssignIn(services, caller, body)
    if (E.isLeft(target)) return target
    const { id: poolId, organizationId } = target.right.pool
    call.arrival.about.organizationId = organizationId
    const seat = await newSeatInput(services, organizationId, body)
    const answer = await services.ledger.assign({
      organizationId,
      poolId,
      ...seat,
      ...originOf(call, caller),
    })()
    return E.isLeft(answer) ? answer : seatReply(call, answer.right, caller.tokenKeys)
  },
)
