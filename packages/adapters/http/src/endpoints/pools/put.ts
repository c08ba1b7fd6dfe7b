import { PoolId } from '@seat-ledger/core'
import * as E from 'fp-ts/lib/Either.js'
import type { Failure } from '../../failures/failures.js'
import { PoolBody } from '../../wire/pool.js'
import { OrganizationQuery, PoolPath, PoolPut } from '../../wire/requests.js'
import type { Staff } from '../callers.js'
import { staffEndpoint } from '../endpoint.js'
import type { Tenant } from '../host.js'
import { originOf } from '../origin.js'
import { poolReply } from '../replies.js'
import { openOrChange } from './open-or-change.js'

export const putPool = staffEndpoint(
  {
    operationId: 'putSeatPool',
    method: 'PUT',
    path: '/v1/seat-pools/{pool_id}',
    tag: 'Seat pools',
    summary: 'Open a pool, or change its capacity',
    description:
      'Opens the pool of a subscription or order (201). For a pool that is open already it sets the capacity (200); source, owner and product must be those it has.',
    access: { kind: 'organization', need: 'write' },
    inputs: { path: PoolPath, query: OrganizationQuery, body: PoolPut },
    conditional: true,
    replies: { 200: PoolBody, 201: PoolBody },
    errors: [400, 404, 409],
  },
  async (call) => {
    const { caller, services, body } = call
    const poolId = call.path.pool_id
    if (!PoolId.is(poolId)) return E.left(poolIdMalformed(poolId))
    const organization = organizationFor(caller, body.organization_id ?? undefined)
    if (E.isLeft(organization)) return organization
    const { id: organizationId, seatsEnabled } = organization.right
    call.arrival.about.organizationId = organizationId
    if (!seatsEnabled) return E.left({ _tag: 'FeatureNotEnabled' })
    const put = await openOrChange(services, {
      organizationId,
      poolId,
      customerId: body.customer_id,
      source: body.source,
      product: body.product,
      capacity: body.capacity,
      origin: originOf(call, caller),
    })
    return E.isLeft(put) ? put : poolReply(call, put.right.answer, put.right.opened ? 201 : 200)
  },
)

const poolIdMalformed = (poolId: string): Failure => ({
  _tag: 'RequestInvalid',
  faults: [
    {
      type: 'value_error',
      loc: ['path', 'pool_id'],
      msg: 'must be 1 to 64 characters of A-Z, a-z, 0-9, _ and -',
      input: poolId.slice(0, 100),
    },
  ],
})

/** A new pool belongs to one organization: a token of several has to say which. */
const organizationFor = ({ organizations }: Staff, wanted: string | undefined): E.Either<Failure, Tenant> => {
  const [only, second] = organizations
  const chosen = wanted === undefined ? only : organizations.find(({ id }) => id === wanted)
  if (chosen === undefined) return E.left({ _tag: 'NotFound', detail: 'Tenant not found' })
  if (wanted !== undefined || second === undefined) return E.right(chosen)
  const msg = 'is required for a token of several organizations'
  return E.left({
    _tag: 'RequestInvalid',
    faults: [{ type: 'missing', loc: ['body', 'organization_id'], msg, input: null }],
  })
}
