import { ledgerAsOfEach, ledgerDifference } from '@seat-ledger/core'
import * as E from 'fp-ts/lib/Either.js'
import type { Failure } from '../../failures/failures.js'
import { AuditChangesBody, auditMomentBody, auditSeatBody } from '../../wire/audit.js'
import { ChangesQuery } from '../../wire/audit-requests.js'
import { NoBody } from '../../wire/codecs.js'
import { PoolPath } from '../../wire/requests.js'
import { staffEndpoint } from '../endpoint.js'
import { listStream } from './list-stream.js'
import { notThere } from './not-there.js'
import { findLedger } from './target.js'

export const readPoolChanges = staffEndpoint(
  {
    operationId: 'readPoolChanges',
    method: 'GET',
    path: '/v1/seat-audit/pools/{pool_id}/changes',
    tag: 'Audit',
    summary: 'What is different between two times of a pool',
    description: 'Every seat that an event changed after `since` and up to `at`, in the order of assignment.',
    access: { kind: 'organization', need: 'audit' },
    inputs: { path: PoolPath, query: ChangesQuery, body: NoBody },
    replies: { 200: AuditChangesBody },
    errors: [404],
  },
  async (call) => {
    const { query, services } = call
    const at = query.at ?? services.now()
    if (query.since > at) return tooLate(query.since)
    const ledger = await findLedger(call, call.path.pool_id)
    if (E.isLeft(ledger)) return ledger
    const states = await ledgerAsOfEach(services.log.eventStore, ledger.right, [
      { time: query.since },
      { time: at },
    ])
    if (E.isLeft(states)) return notThere(states.left)
    const [before, after] = states.right
    if (before === undefined || after === undefined) throw new Error('two moments have two states')
    const head = {
      before: auditMomentBody(before),
      after: auditMomentBody(after),
      unreadable_events: after.unreadable,
    }
    const { seats } = ledgerDifference(before, after)
    const body = listStream(head, 'changes', seats, (one) => ({
      before: one.before === null ? null : auditSeatBody(one.before),
      after: auditSeatBody(one.after),
    }))
    return E.right({ status: 200, body })
  },
)

const tooLate = (input: string): E.Either<Failure, never> =>
  E.left({
    _tag: 'RequestInvalid',
    faults: [{ type: 'value_error', loc: ['query', 'since'], msg: 'must not lie after at', input }],
  })
