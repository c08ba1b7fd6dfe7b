import * as E from 'fp-ts/lib/Either.js'
import { AuditEventBody, AuditEventsBody, AuditEventsEnd } from '../../wire/audit.js'
import { PeopleQuery } from '../../wire/audit-requests.js'
import { NoBody } from '../../wire/codecs.js'
import { NoFields } from '../../wire/requests.js'
import { staffEndpoint } from '../endpoint.js'
import { onlyOrganization } from '../staff-call.js'
import { filterOf, historyAnswer } from './event-pages.js'
import { historyOfPerson } from './histories.js'

export const listEventsOfPerson = staffEndpoint(
  {
    operationId: 'listEventsOfPerson',
    method: 'GET',
    path: '/v1/seat-audit/people',
    tag: 'Audit',
    summary: 'Every event of the seats that one person was given or claimed, in all pools',
    description:
      'As `listAuditEvents` answers, but seat by seat, in the order in which the seats became the person’s; a page has whole seats, and so may be longer than `limit`.',
    access: { kind: 'organization', need: 'audit' },
    inputs: { path: NoFields, query: PeopleQuery, body: NoBody },
    replies: { 200: AuditEventsBody },
    lines: [AuditEventBody, AuditEventsEnd],
    errors: [400],
  },
  async (call) => {
    const { query, services, arrival } = call
    const organizationId = onlyOrganization(call)
    if (E.isLeft(organizationId)) return organizationId
    const person = personOf(query)
    if (person === undefined) throw new Error('the query names a person')
    const history = historyOfPerson(services, organizationId.right, person, filterOf(query))
    return historyAnswer(arrival, history, query)
  },
)

const personOf = ({ email, customer_id }: Pick<typeof PeopleQuery._A, 'email' | 'customer_id'>) => {
  if (email !== undefined) return { email: email.key }
  return customer_id === undefined ? undefined : { customerId: customer_id }
}
