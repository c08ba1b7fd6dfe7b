import * as E from 'fp-ts/lib/Either.js'
import { isKnown } from '../../call/preconditions.js'
import { NoBody } from '../../wire/codecs.js'
import { PoolBody } from '../../wire/pool.js'
import { OrganizationQuery, PoolPath } from '../../wire/requests.js'
import { staffEndpoint } from '../endpoint.js'
import { notModified, poolReply } from '../replies.js'
import { findPoolById } from './target.js'

export const readPool = staffEndpoint(
  {
    operationId: 'readSeatPool',
    method: 'GET',
    path: '/v1/seat-pools/{pool_id}',
    tag: 'Seat pools',
    summary: 'Read a pool',
    access: { kind: 'organization', need: 'read' },
    inputs: { path: PoolPath, query: OrganizationQuery, body: NoBody },
    replies: { 200: PoolBody, 304: null },
    errors: [404],
  },
  async (call) => {
    const pool = await findPoolById(call.services, call.caller, call.path.pool_id)
    if (E.isLeft(pool)) return pool
    const { revision } = pool.right
    return isKnown(call.ifNoneMatch, revision) ? notModified(revision) : poolReply(call, pool.right, 200)
  },
)
