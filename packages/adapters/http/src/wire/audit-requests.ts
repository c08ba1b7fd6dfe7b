import {
  Actor,
  CustomerId,
  EmailAddress,
  ExternalId,
  MAX_AUDIT_LIMIT,
  OrganizationId,
  oneOf,
  PoolId,
  struct,
} from '@seat-ledger/core'
import { QueryList, queryTime } from './audit-codecs.js'
import { checked, type FieldRule } from './checked.js'
import { described, queryInteger, text } from './codecs.js'

/*
 * What requests to the audit hold.
 */

/** Every type of event. */
export const AuditEventType = oneOf('AuditEventType', [
  'PoolOpened',
  'CapacityChanged',
  'PoolClosed',
  'Assigned',
  'InvitationResent',
  'Claimed',
  'Revoked',
])

const organization_id = described(
  OrganizationId,
  'Which organization is meant; needed for a token of several.',
)
const filter = {
  type: described(new QueryList(AuditEventType), 'Only events of these types, with commas in between.'),
  from: described(queryTime, 'Only events of this time and later.'),
  to: described(queryTime, 'Only events before this time.'),
  actor_id: described(ExternalId, 'Only what this actor did.'),
  actor_kind: described(Actor.required.kind, 'Only what an actor of this kind did; needs `actor_id`.'),
}
const paging = {
  limit: described(
    queryInteger('AuditLimit', 1, MAX_AUDIT_LIMIT),
    'Events on a page; 100 when left out. For lines it says nothing.',
  ),
  cursor: described(text, 'The `next_cursor` of the page before.'),
}

const actorIsNamed: FieldRule = ({ actor_id, actor_kind }) =>
  actor_kind !== undefined && actor_id === undefined ? 'must have actor_id beside actor_kind' : undefined

export const AuditEventsQuery = checked(
  struct(
    'AuditEventsQuery',
    {},
    { pool_id: described(PoolId, 'Only events of this pool.'), ...filter, ...paging, organization_id },
  ),
  actorIsNamed,
)

export const SeatHistoryQuery = checked(
  struct('SeatHistoryQuery', {}, { ...filter, ...paging, organization_id }),
  actorIsNamed,
)

export const PeopleQuery = checked(
  struct(
    'PeopleQuery',
    {},
    {
      email: described(
        EmailAddress,
        'The person by address: whom a seat was given to, or who claimed it with it.',
      ),
      customer_id: described(CustomerId, 'The person by customer id: who claimed a seat.'),
      ...filter,
      ...paging,
      organization_id,
    },
  ),
  (fields) =>
    (fields.email === undefined) === (fields.customer_id === undefined)
      ? 'must have exactly one of email and customer_id'
      : actorIsNamed(fields),
)

export const AsOfQuery = checked(
  struct(
    'AsOfQuery',
    {},
    {
      at: described(queryTime, 'What took effect at this time or before has happened; now when left out.'),
      revision: described(
        queryInteger('Revision', 0, Number.MAX_SAFE_INTEGER),
        'A revision of the pool instead of a time.',
      ),
      seats: described(oneOf('AsOfSeats', ['live', 'all']), '`all`: revoked ones too; `live` when left out.'),
      seat_id: described(text, 'Only this seat, whatever it was.'),
      organization_id,
    },
  ),
  ({ at, revision }) =>
    at !== undefined && revision !== undefined ? 'must have only one of at and revision' : undefined,
)

export const ChangesQuery = struct(
  'ChangesQuery',
  { since: described(queryTime, 'The earlier time.') },
  { at: described(queryTime, 'The later time; now when left out.'), organization_id },
)

export const UsageOverTimeQuery = struct(
  'UsageOverTimeQuery',
  { from: described(queryTime, 'Where the first period begins.') },
  {
    to: described(queryTime, 'Where the last period ends; now when left out.'),
    period: described(oneOf('PeriodLength', ['hour', 'day', 'month']), '`day` when left out.'),
    organization_id,
  },
)
