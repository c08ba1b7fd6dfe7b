import * as E from 'fp-ts/lib/Either.js'
import { DEAD_TOKEN, EXPIRED_TOKEN, type Failure } from '../../failures/failures.js'
import { ClaimInfo, claimInfo } from '../../wire/claim.js'
import { NoBody } from '../../wire/codecs.js'
import { NoFields, TokenPath } from '../../wire/requests.js'
import { publicEndpoint } from '../endpoint.js'
import { tenantOf } from '../host.js'

const gone = (detail: string): E.Either<Failure, never> => E.left({ _tag: 'NotFound', detail })

export const readClaimInfo = publicEndpoint(
  {
    operationId: 'readClaimInfo',
    method: 'GET',
    path: '/v1/customer-seats/claim/{invitation_token}',
    tag: 'Claim',
    summary: 'Claim information',
    description:
      'What an invitation is for. Changes nothing. All tokens that are no good get the same answer.',
    access: { kind: 'public' },
    inputs: { path: TokenPath, query: NoFields, body: NoBody },
    replies: { 200: ClaimInfo },
    errors: [403, 404, 429],
  },
  async ({ path, services, arrival }) => {
    const invitation = await services.ledger.invitation({ token: path.invitation_token })()
    if (E.isLeft(invitation)) {
      return invitation.left._tag === 'InvitationDead' ? gone(DEAD_TOKEN) : invitation
    }
    const { pool, canClaim } = invitation.right
    if (pool.closedAt !== null) return gone(DEAD_TOKEN)
    const organization = await tenantOf(services, pool.organizationId)
    if (organization === undefined) return gone(DEAD_TOKEN)
    arrival.about.organizationId = organization.id
    if (!organization.seatsEnabled) return E.left({ _tag: 'FeatureNotEnabled' })
    return canClaim
      ? E.right({ status: 200, body: claimInfo(invitation.right, organization) })
      : gone(EXPIRED_TOKEN)
  },
)
