import { messagePage } from '@seat-ledger/core'
import * as E from 'fp-ts/lib/Either.js'
import type { Failure } from '../../failures/failures.js'
import { NoBody } from '../../wire/codecs.js'
import { MessagesBody } from '../../wire/events.js'
import { NoFields } from '../../wire/requests.js'
import { EventsQuery } from '../../wire/webhook-requests.js'
import { staffEndpoint } from '../endpoint.js'
import { onlyOrganization } from '../staff-call.js'

/** Events of the log, of whomever, that are looked at for one page, and how long that may take. */
const SCAN = 10_000
const PAGE_MS = 1_000
const DEFAULT_LIMIT = 100

/** Asks for the scope of webhooks: who may have these very messages sent may also fetch them, and nobody else. */
export const listEvents = staffEndpoint(
  {
    operationId: 'listEvents',
    method: 'GET',
    path: '/v1/events',
    tag: 'Webhooks',
    summary: 'The event feed',
    description:
      'The messages of webhooks for those who would rather fetch them: every event of the organization in the order of the log, each once for whoever goes on with `after`. That an invitation expires is no event: its `invitation_token_expires_at` tells when it does.',
    access: { kind: 'organization', need: 'webhooks' },
    inputs: { path: NoFields, query: EventsQuery, body: NoBody },
    replies: { 200: MessagesBody },
    errors: [400],
  },
  async (call) => {
    const { services, query } = call
    const organizationId = onlyOrganization(call)
    if (E.isLeft(organizationId)) return organizationId
    const began = services.milliseconds()
    const page = await messagePage(
      { feed: services.log.feed, states: services.states },
      {
        organizationId: organizationId.right,
        after: query.after ?? null,
        limit: query.limit ?? DEFAULT_LIMIT,
        scan: SCAN,
        late: () => services.milliseconds() - began >= PAGE_MS,
        ...(query.types === undefined ? {} : { types: query.types }),
      },
    )
    if (E.isLeft(page)) return E.left(page.left._tag === 'BadCursor' ? badCursor(query.after) : page.left)
    const { items, after, hasMore } = page.right
    return E.right({ status: 200, body: { items, after, has_more: hasMore } })
  },
)

const badCursor = (after: string | undefined): Failure => ({
  _tag: 'RequestInvalid',
  faults: [
    {
      type: 'value_error',
      loc: ['query', 'after'],
      msg: 'must be the `after` of a page before',
      input: after?.slice(0, 100) ?? null,
    },
  ],
})
