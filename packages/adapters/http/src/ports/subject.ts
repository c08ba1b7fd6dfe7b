/*
 * Ids are plain text here, for hosts that have them from elsewhere. They are 1 to 64 characters of A-Z, a-z, 0-9, _ and -;
 * a host that says another is answered for with 500.
 */

/** A value, or a promise of one. */
export type Awaitable<Value> = Value | Promise<Value>

/** What a subject may do. A `write` scope includes the `read` scope of the same name; none includes the audit. */
export type Scope =
  | 'customer_seats:read'
  | 'customer_seats:write'
  | 'customer_portal:read'
  | 'customer_portal:write'
  | 'seat_audit:read'
  | 'webhooks:read'
  | 'webhooks:write'

/** A token of one organization: works on all its pools. */
export interface OrganizationToken {
  readonly kind: 'organization'
  /** Whose token it is. */
  readonly organizationId: string
  /** A name for the token in the audit; never the token itself. Without it the audit says the organization's id. */
  readonly tokenId?: string
  /** What it may do. */
  readonly scopes: readonly Scope[]
}

/** A token of a person who has a role in one or more organizations: works on the pools of all of them. */
export interface PersonalToken {
  readonly kind: 'personal'
  /** The person, as the audit names them. */
  readonly userId: string
  /** Where an id is used by two of them, the first has it; a query `organization_id` says which one is meant. */
  readonly organizationIds: readonly string[]
  /** What it may do, in all of them. */
  readonly scopes: readonly Scope[]
}

/** A signed-in customer of one organization: sees the pools that they own and the seats that they hold. */
export interface CustomerSession {
  readonly kind: 'customer_session'
  /** Whose customer it is. */
  readonly organizationId: string
  /** Who is signed in. */
  readonly customerId: string
  /** The address that the customer proved to own; null when they proved none. */
  readonly email: string | null
  /** What it may do. */
  readonly scopes: readonly Scope[]
}

/** Who sends a request. */
export type Subject = OrganizationToken | PersonalToken | CustomerSession

/** Who a bearer token stands for; undefined for a token that is unknown, expired or taken back. */
export type Authenticate = (token: string) => Awaitable<Subject | undefined>
