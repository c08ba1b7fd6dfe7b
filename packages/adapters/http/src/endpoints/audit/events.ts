import * as E from 'fp-ts/lib/Either.js'
import { AuditEventBody, AuditEventsBody, AuditEventsEnd } from '../../wire/audit.js'
import { AuditEventsQuery } from '../../wire/audit-requests.js'
import { NoBody } from '../../wire/codecs.js'
import { NoFields } from '../../wire/requests.js'
import { staffEndpoint } from '../endpoint.js'
import { onlyOrganization } from '../staff-call.js'
import { filterOf, historyAnswer } from './event-pages.js'
import { historyOfLedger, historyOfOrganization } from './histories.js'
import { findLedger } from './target.js'

export const listAuditEvents = staffEndpoint(
  {
    operationId: 'listAuditEvents',
    method: 'GET',
    path: '/v1/seat-audit/events',
    tag: 'Audit',
    summary: 'Every event of an organization or of a pool',
    description:
      'Oldest first. A page may be short, or even empty, and still have a `next_cursor`: a request looks at so many events and no more. With `Accept: application/x-ndjson` all events come as lines in one answer, with `AuditEventsEnd` as its last; an answer without it was cut off.',
    access: { kind: 'organization', need: 'audit' },
    inputs: { path: NoFields, query: AuditEventsQuery, body: NoBody },
    replies: { 200: AuditEventsBody },
    lines: [AuditEventBody, AuditEventsEnd],
    errors: [400, 404],
  },
  async (call) => {
    const { query, services, arrival } = call
    if (query.pool_id !== undefined) {
      const ledger = await findLedger(call, query.pool_id)
      if (E.isLeft(ledger)) return ledger
      return historyAnswer(arrival, historyOfLedger(services, ledger.right, filterOf(query)), query)
    }
    const organizationId = onlyOrganization(call)
    if (E.isLeft(organizationId)) return organizationId
    return historyAnswer(
      arrival,
      historyOfOrganization(services, organizationId.right, filterOf(query)),
      query,
    )
  },
)
