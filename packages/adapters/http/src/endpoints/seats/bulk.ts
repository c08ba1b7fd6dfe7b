import * as E from 'fp-ts/lib/Either.js'
import { etagOf } from '../../call/preconditions.js'
import { BulkResult } from '../../wire/bulk.js'
import { NoFields, OrganizationQuery, SeatAssignBulk } from '../../wire/requests.js'
import { staffEndpoint } from '../endpoint.js'
import { originOf } from '../origin.js'
import { bulkAnswerBody, bulkRefusedBody } from './bulk-result.js'
import { readBulkRows } from './bulk-rows.js'
import { poolToAssignIn } from './target.js'

const BULK_LIMIT = 2 * 1024 * 1024

export const assignSeatsInBulk = staffEndpoint(
  {
    operationId: 'assignSeats',
    method: 'POST',
    path: '/v1/customer-seats/bulk',
    tag: 'Seats',
    summary: 'Assign seats in bulk',
    description:
      'Gives seats to up to 1,000 addresses. `atomic`: all or none; `partial`: each row for itself. A dry run decides and writes nothing.',
    access: { kind: 'organization', need: 'write' },
    inputs: { path: NoFields, query: OrganizationQuery, body: SeatAssignBulk },
    bodyLimit: BULK_LIMIT,
    conditional: true,
    replies: { 200: BulkResult },
    richErrors: { 400: BulkResult },
    errors: [400, 404],
  },
  async (call) => {
    const { caller, services, body } = call
    const target = await poolToAssignIn(services, caller, body)
    if (E.isLeft(target)) return target
    const { id: poolId, organizationId } = target.right.pool
    call.arrival.about.organizationId = organizationId
    const rows = await readBulkRows(services, organizationId, body.seats)
    const answer = await services.ledger.assignBulk({
      organizationId,
      poolId,
      mode: body.mode,
      dryRun: body.dry_run ?? false,
      seats: rows.map(({ input }) => input),
      ...originOf(call, caller),
    })()
    if (E.isLeft(answer)) {
      return answer.left._tag === 'BulkRejected'
        ? E.left({ _tag: 'BulkRefused', result: bulkRefusedBody(rows, answer.left, services.milliseconds()) })
        : answer
    }
    services.readModel.note(answer.right)
    return E.right({
      status: 200,
      body: bulkAnswerBody(rows, answer.right, services.milliseconds(), caller.tokenKeys),
      headers: { ETag: etagOf(answer.right.revision) },
    })
  },
)
