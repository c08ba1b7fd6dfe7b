import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import { integer, oneOf } from '../domain/codec.js'
import { type Email, parseEmail } from '../domain/email.js'
import {
  CausationId,
  CommandId,
  CorrelationId,
  CustomerId,
  OrganizationId,
  PoolId,
  SeatId,
} from '../domain/ids.js'
import { SeatMetadata } from '../domain/metadata.js'
import { nullable, struct } from '../domain/struct.js'
import {
  Actor,
  Capacity,
  ClaimPolicy,
  ExpirySeconds,
  ExternalId,
  Product,
  Reason,
  Source,
} from '../domain/values.js'
import { plainAssign, plainClaim, plainRevoke } from './plain-inputs.js'

/*
 * What a host hands to the engine, checked: everything unknown stops here.
 */

/** The codec of an address: reads text, gives the typed form and the key. See `parseEmail`. */
export const EmailAddress = new t.Type<Email, string, unknown>(
  'Email',
  (input): input is Email =>
    typeof input === 'object' && input !== null && 'typed' in input && 'key' in input,
  (input, context) => {
    if (typeof input !== 'string') return t.failure(input, context, 'must be a string')
    const email = parseEmail(input)
    return E.isRight(email) ? t.success(email.right) : t.failure(input, context, email.left)
  },
  (email) => email.typed,
)

const flag = new t.Type<boolean, boolean, unknown>(
  'boolean',
  (input): input is boolean => typeof input === 'boolean',
  (input, context) =>
    typeof input === 'boolean' ? t.success(input) : t.failure(input, context, 'must be true or false'),
  t.identity,
)

const origin = { actor: Actor }
const originOptions = {
  commandId: CommandId,
  correlationId: CorrelationId,
  causationId: CausationId,
  reason: Reason,
  ifRevision: integer('Revision', 0, Number.MAX_SAFE_INTEGER),
}

const OriginInput = struct('Origin', origin, originOptions)

/** Who gives a command, why, and under which conditions: the same fields on every command. */
export type Origin = t.TypeOf<typeof OriginInput>

const MemberInput = struct(
  'Member',
  {},
  {
    memberId: nullable(ExternalId),
    externalMemberId: nullable(ExternalId),
    externalCustomerId: nullable(ExternalId),
  },
)

const seatOptions = {
  metadata: nullable(SeatMetadata),
  member: nullable(MemberInput),
  immediateClaim: nullable(struct('ImmediateClaim', { customerId: CustomerId })),
}

const pool = { organizationId: OrganizationId, poolId: PoolId }
const seat = { organizationId: OrganizationId, seatId: SeatId }

/** What `openPool` takes. */
export const OpenPoolInput = struct(
  'OpenPoolInput',
  { ...pool, ...origin, customerId: CustomerId, source: Source, product: Product, capacity: Capacity },
  originOptions,
)
/** What `changeCapacity` takes. */
export const ChangeCapacityInput = struct(
  'ChangeCapacityInput',
  { ...pool, ...origin, capacity: Capacity },
  originOptions,
)
/** What `closePool` takes. */
export const ClosePoolInput = struct('ClosePoolInput', { ...pool, ...origin }, originOptions)
/** What `assign` takes. */
export const AssignInput = struct(
  'AssignInput',
  { ...pool, ...origin, email: EmailAddress },
  { ...originOptions, ...seatOptions, expiresInSeconds: ExpirySeconds },
  plainAssign,
)

/** One row of a bulk. Rows are read one by one, so that a bad one spoils only itself. */
export const BulkRow = struct('BulkRow', { email: EmailAddress }, seatOptions)
export type BulkRow = t.TypeOf<typeof BulkRow>

/** The most rows of one bulk: they are one append, and stores limit its size. */
export const MAX_BULK_ROWS = 1_000

const BulkRows = new t.Type<readonly unknown[], readonly unknown[], unknown>(
  'BulkRows',
  (input): input is readonly unknown[] => Array.isArray(input),
  (input, context) =>
    Array.isArray(input) && input.length > 0 && input.length <= MAX_BULK_ROWS
      ? t.success(input)
      : t.failure(input, context, `must be a list of 1 to ${MAX_BULK_ROWS} seats`),
  t.identity,
)

/** What `assignBulk` takes; its rows are read one by one, see `BulkRow`. */
export const AssignBulkInput = struct(
  'AssignBulkInput',
  { ...pool, ...origin, mode: oneOf('BulkMode', ['atomic', 'partial']), seats: BulkRows },
  { ...originOptions, expiresInSeconds: ExpirySeconds, dryRun: flag },
)
/** What `resend` takes. */
export const ResendInput = struct(
  'ResendInput',
  { ...seat, ...origin },
  { ...originOptions, expiresInSeconds: ExpirySeconds },
)
/** What `claim` takes. `email` is an address that the customer proved to own. */
export const ClaimInput = struct(
  'ClaimInput',
  { ...origin, token: t.string, customerId: CustomerId },
  { ...originOptions, organizationId: OrganizationId, email: nullable(EmailAddress), policy: ClaimPolicy },
  plainClaim,
)
/** What `revoke` takes. */
export const RevokeInput = struct('RevokeInput', { ...seat, ...origin }, originOptions, plainRevoke)
/** What `reassign` takes. */
export const ReassignInput = struct(
  'ReassignInput',
  { ...seat, ...origin, email: EmailAddress },
  { ...originOptions, ...seatOptions, expiresInSeconds: ExpirySeconds },
)
/** What `releaseExpired` takes. */
export const ReleaseExpiredInput = struct('ReleaseExpiredInput', { ...pool, ...origin }, originOptions)
/** What names a pool. */
export const PoolInput = struct('PoolInput', pool)
/** What names a seat. */
export const SeatInput = struct('SeatInput', seat)

/** A token is checked by its signature; any text may be asked about. */
export const InvitationInput = struct('InvitationInput', { token: t.string })
