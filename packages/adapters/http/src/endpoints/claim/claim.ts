import { parseEmail } from '@seat-ledger/core'
import * as E from 'fp-ts/lib/Either.js'
import { NoBody } from '../../wire/codecs.js'
import { NoFields, TokenPath } from '../../wire/requests.js'
import { SeatBody } from '../../wire/seat.js'
import { customerEndpoint } from '../endpoint.js'
import { originOf } from '../origin.js'
import { seatReply } from '../replies.js'

export const claimSeat = customerEndpoint(
  {
    operationId: 'claimSeat',
    method: 'POST',
    path: '/v1/customer-seats/claim/{invitation_token}',
    tag: 'Claim',
    summary: 'Claim a seat as a signed-in customer',
    description:
      'Takes the seat for the customer of the session. Where the organization asks for it, the address of the session must be the invited one.',
    access: { kind: 'customer', need: 'write' },
    inputs: { path: TokenPath, query: NoFields, body: NoBody },
    replies: { 200: SeatBody },
    errors: [400],
  },
  async (call) => {
    const { caller, services } = call
    const { organization, customerId, email } = caller
    call.arrival.about.organizationId = organization.id
    if (!organization.seatsEnabled) return E.left({ _tag: 'FeatureNotEnabled' })
    const answer = await services.ledger.claim({
      token: call.path.invitation_token,
      organizationId: organization.id,
      customerId,
      email: email !== null && E.isRight(parseEmail(email)) ? email : null,
      policy: organization.claimPolicy,
      ...originOf(call, caller),
    })()
    return E.isLeft(answer) ? answer : seatReply(call, answer.right, null)
  },
)
