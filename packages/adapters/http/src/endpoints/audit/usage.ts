import { MAX_PERIODS, usageOverTime } from '@seat-ledger/core'
import * as E from 'fp-ts/lib/Either.js'
import type { Failure } from '../../failures/failures.js'
import { AuditUsageOverTimeBody, auditPeriodBody } from '../../wire/audit.js'
import { UsageOverTimeQuery } from '../../wire/audit-requests.js'
import { NoBody } from '../../wire/codecs.js'
import { PoolPath } from '../../wire/requests.js'
import { staffEndpoint } from '../endpoint.js'
import { listStream } from './list-stream.js'
import { notThere } from './not-there.js'
import { findLedger } from './target.js'

export const readUsageOverTime = staffEndpoint(
  {
    operationId: 'readUsageOverTime',
    method: 'GET',
    path: '/v1/seat-audit/pools/{pool_id}/usage',
    tag: 'Audit',
    summary: 'How a pool was used over time',
    description:
      'From `from` to `to`, cut where UTC hours, days or months begin, so the first and the last period may be shorter. `seat_days` is what a biller multiplies with a price.',
    access: { kind: 'organization', need: 'audit' },
    inputs: { path: PoolPath, query: UsageOverTimeQuery, body: NoBody },
    replies: { 200: AuditUsageOverTimeBody },
    errors: [404],
  },
  async (call) => {
    const { query, services } = call
    const ledger = await findLedger(call, call.path.pool_id)
    if (E.isLeft(ledger)) return ledger
    const { from, to = services.now(), period = 'day' } = query
    const usage = await usageOverTime(services.log.eventStore, ledger.right, { from, to, period })
    if (E.isLeft(usage)) return usage.left._tag === 'BadPeriod' ? badPeriod(from) : notThere(usage.left)
    const { organizationId, poolId } = ledger.right
    const head = {
      organization_id: organizationId,
      pool_id: poolId,
      unreadable_events: usage.right.unreadable,
    }
    return E.right({ status: 200, body: listStream(head, 'periods', usage.right.periods, auditPeriodBody) })
  },
)

const badPeriod = (input: string): E.Either<Failure, never> => {
  const msg = `must lie before to, with at most ${MAX_PERIODS} periods in between`
  return E.left({
    _tag: 'RequestInvalid',
    faults: [{ type: 'value_error', loc: ['query', 'from'], msg, input }],
  })
}
