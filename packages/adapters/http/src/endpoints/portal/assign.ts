import * as E from 'fp-ts/lib/Either.js'
import { NoFields, SeatAssign } from '../../wire/requests.js'
import { SeatBody } from '../../wire/seat.js'
import { customerEndpoint } from '../endpoint.js'
import { originOf } from '../origin.js'
import { seatReply } from '../replies.js'
import { newSeatInput } from '../seats/new-seat.js'
import { isOwner, notTheOwner, sourceOf } from '../seats/target.js'
import { ownedPool } from './target.js'

export const assignOwnSeat = customerEndpoint(
  {
    operationId: 'assignPortalSeat',
    method: 'POST',
    path: '/v1/customer-portal/seats',
    tag: 'Customer portal',
    summary: 'Assign a seat as the owner',
    access: { kind: 'customer', need: 'write' },
    inputs: { path: NoFields, query: NoFields, body: SeatAssign },
    conditional: true,
    replies: { 200: SeatBody },
    errors: [400, 404],
  },
  async (call) => {
    const { caller, services, body } = call
    const { organization } = caller
    call.arrival.about.organizationId = organization.id
    if (!organization.seatsEnabled) return E.left({ _tag: 'FeatureNotEnabled' })
    const source = sourceOf(body)
    if (source === undefined)
      return E.left({ _tag: 'SelectorMissing', detail: 'subscription_id or order_id is needed' })
    const pool = await ownedPool(services, caller, source)
    if (E.isLeft(pool)) return pool
    if (!isOwner(pool.right, body)) return notTheOwner(source, body)
    if (body.immediate_claim === true) {
      return E.left({
        _tag: 'NotPermitted',
        detail: 'Only the organization may claim a seat for somebody else.',
      })
    }
    const { organizationId, id: poolId } = pool.right
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
