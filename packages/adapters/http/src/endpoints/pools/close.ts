import * as E from 'fp-ts/lib/Either.js'
import { NoBody } from '../../wire/codecs.js'
import { PoolBody } from '../../wire/pool.js'
import { OrganizationQuery, PoolPath } from '../../wire/requests.js'
import { staffEndpoint } from '../endpoint.js'
import { originOf } from '../origin.js'
import { poolReply } from '../replies.js'
import { findPoolById } from './target.js'

export const closePool = staffEndpoint(
  {
    operationId: 'closeSeatPool',
    method: 'DELETE',
    path: '/v1/seat-pools/{pool_id}',
    tag: 'Seat pools',
    summary: 'Close a pool',
    description:
      'Revokes its live seats and takes no more. Closing it again answers the same and changes nothing.',
    access: { kind: 'organization', need: 'write' },
    inputs: { path: PoolPath, query: OrganizationQuery, body: NoBody },
    conditional: true,
    replies: { 200: PoolBody },
    errors: [404],
  },
  async (call) => {
    const { caller, services } = call
    const found = await findPoolById(services, caller, call.path.pool_id)
    if (E.isLeft(found)) return found
    const { organizationId, id: poolId } = found.right.pool
    const closed = await services.ledger.closePool({ organizationId, poolId, ...originOf(call, caller) })()
    return E.isLeft(closed) ? closed : poolReply(call, closed.right, 200)
  },
)
