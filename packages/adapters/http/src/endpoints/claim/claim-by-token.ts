import { type InvitationRef, millisecondsOf, readInvitationToken, type SeatAnswer } from '@seat-ledger/core'
import * as E from 'fp-ts/lib/Either.js'
import { etagOf } from '../../call/preconditions.js'
import type { Failure } from '../../failures/failures.js'
import { ClaimedSeat } from '../../wire/claim.js'
import { NoFields, SeatClaim } from '../../wire/requests.js'
import { seatBody } from '../../wire/seat.js'
import { customerActor } from '../callers.js'
import { publicEndpoint } from '../endpoint.js'
import { customerIdOf, tenantOf } from '../host.js'
import { originOf } from '../origin.js'
import type { Services } from '../services.js'

/**
 * How long after its claim a token is answered again, so that a retry after a lost answer works. Later it is dead: the
 * answer holds a session, and an old mail must not open the portal for ever.
 */
const RETRY_MS = 10 * 60 * 1_000

const dead: E.Either<Failure, never> = E.left({ _tag: 'InvitationDead' })

export const claimSeatByToken = publicEndpoint(
  {
    operationId: 'claimSeatByToken',
    method: 'POST',
    path: '/v1/customer-seats/claim',
    tag: 'Claim',
    summary: 'Claim a seat with the token alone',
    description:
      'Takes the seat for the customer of the invited address and signs them in. Only where the claim policy of the organization is `token`.',
    access: { kind: 'public' },
    inputs: { path: NoFields, query: NoFields, body: SeatClaim },
    replies: { 200: ClaimedSeat },
    errors: [400, 403, 429],
  },
  async (call) => {
    const { services } = call
    const token = call.body.invitation_token
    const ref = readInvitationToken(services.keys, token)
    if (ref === undefined) return dead
    const organization = await tenantOf(services, ref.organizationId)
    if (organization === undefined) return dead
    call.arrival.about.organizationId = organization.id
    const seat = await claimable(services, ref)
    if (E.isLeft(seat)) return seat
    if (!organization.seatsEnabled) return E.left({ _tag: 'FeatureNotEnabled' })
    if (organization.claimPolicy === 'email-match') {
      return E.left({ _tag: 'NotPermitted', detail: 'Sign in with the invited address to claim this seat.' })
    }
    const { organizationId } = ref
    const email = seat.right.seat.email.typed
    const externalCustomerId = seat.right.seat.member?.externalCustomerId ?? null
    const customerId = await customerIdOf(services, { organizationId, email, externalCustomerId })
    const origin = originOf(call, customerActor(customerId))
    const policy = organization.claimPolicy
    const answer = await services.ledger.claim({ token, organizationId, customerId, policy, ...origin })()
    if (E.isLeft(answer)) return answer
    services.readModel.note(answer.right)
    const { seat: claimed, pool, revision } = answer.right
    return E.right({
      status: 200,
      body: {
        seat: seatBody(claimed, pool, null),
        customer_session_token: await services.issueSession({ organizationId, customerId, email }),
      },
      headers: { ETag: etagOf(revision) },
    })
  },
)

/** The seat of a token that is the newest of a pending seat, or was claimed with a moment ago. */
const claimable = async (
  { ledger, milliseconds }: Services,
  { organizationId, seatId, number }: InvitationRef,
): Promise<E.Either<Failure, SeatAnswer>> => {
  const answer = await ledger.seat({ organizationId, seatId })()
  if (E.isLeft(answer)) return answer.left._tag === 'SeatNotFound' ? dead : answer
  const { seat } = answer.right
  switch (seat.status) {
    case 'pending':
      return seat.invitation.number === number ? answer : dead
    case 'claimed': {
      const isRetry = milliseconds() < millisecondsOf(seat.claimedAt) + RETRY_MS
      return seat.invitationNumber === number && isRetry ? answer : dead
    }
    case 'revoked':
      return dead
  }
}
