import {
  brandedString,
  Capacity,
  ClaimPolicy,
  CustomerId,
  DisplayName,
  EmailAddress,
  OrganizationId,
  oneOf,
  PoolId,
  Product,
  Source,
  struct,
} from '@seat-ledger/core'
import type * as t from 'io-ts'
import { closed, flag, listOf, taggedBy } from './shapes.js'

const Slug = brandedString(
  'Slug',
  (text) => /^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/.test(text),
  'must be 1 to 64 characters of a-z, 0-9 and -, and begin and end with a letter or a digit',
)

/** What a bearer token may be made of (RFC 6750, section 2.1). */
const Token = brandedString(
  'Token',
  (text) => /^[A-Za-z0-9._~+/-]{1,255}=*$/.test(text),
  'must be 1 to 255 characters that a bearer token may have: A-Z, a-z, 0-9 and ._~+/-',
)

const UserId = brandedString(
  'UserId',
  (text) => /^[\x21-\x7e]{1,255}$/.test(text),
  'must be 1 to 255 printable ASCII characters without spaces',
)

const SeatScope = oneOf('SeatScope', [
  'customer_seats:read',
  'customer_seats:write',
  'seat_audit:read',
  'webhooks:read',
  'webhooks:write',
])
const PortalScope = oneOf('PortalScope', ['customer_portal:read', 'customer_portal:write'])

const Organization = closed(
  struct(
    'organization',
    { id: OrganizationId, name: DisplayName, slug: Slug },
    { claim_policy: ClaimPolicy, mask_email: flag, seats_enabled: flag, mail_from: DisplayName },
  ),
)

const OrganizationToken = struct('organization token', {
  kind: oneOf('Kind', ['organization']),
  token: Token,
  organization_id: OrganizationId,
  scopes: listOf(SeatScope),
})

const PersonalToken = struct('personal token', {
  kind: oneOf('Kind', ['personal']),
  token: Token,
  user_id: UserId,
  organization_ids: listOf(OrganizationId),
  scopes: listOf(SeatScope),
})

const CustomerSession = struct(
  'customer session',
  {
    kind: oneOf('Kind', ['customer_session']),
    token: Token,
    organization_id: OrganizationId,
    customer_id: CustomerId,
    scopes: listOf(PortalScope),
  },
  { email: EmailAddress },
)

const SeedToken = taggedBy('kind', {
  organization: closed(OrganizationToken),
  personal: closed(PersonalToken),
  customer_session: closed(CustomerSession),
})

const SeedPool = closed(
  struct(
    'pool',
    {
      organization_id: OrganizationId,
      source: Source,
      customer_id: CustomerId,
      product: Product,
      capacity: Capacity,
    },
    { id: PoolId },
  ),
)

/** The JSON of `--seed`: who is who, and the pools to open. Everything but a name has its default; see docs/server.md. */
export const SeedFile = closed(
  struct(
    'seed',
    { organizations: listOf(Organization) },
    { tokens: listOf(SeedToken), pools: listOf(SeedPool) },
  ),
)
export type SeedFile = t.TypeOf<typeof SeedFile>

/** One organization of a seed. */
export type SeedOrganization = t.TypeOf<typeof Organization>

/** One token of a seed. */
export type SeedToken = t.TypeOf<typeof SeedToken>

/** One pool of a seed. */
export type SeedPool = t.TypeOf<typeof SeedPool>
