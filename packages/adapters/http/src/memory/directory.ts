import { createHash, randomBytes } from 'node:crypto'
import { type Clock, CustomerId, OrganizationId, parseEmail } from '@seat-ledger/core'
import * as E from 'fp-ts/lib/Either.js'
import type { CustomerOf, IssueSession } from '../ports/customers.js'
import type { FindOrganization, Organization } from '../ports/organizations.js'
import type { Authenticate, Subject } from '../ports/subject.js'
import { TokenTable } from './token-table.js'

/** A token to begin with. */
export interface GivenToken {
  /** The bearer token. Only its hash is kept. */
  readonly token: string
  /** Who it stands for. */
  readonly subject: Subject
}

/** Who is who, to begin with. */
export interface MemoryDirectoryOptions {
  /** The tenants. */
  readonly organizations: readonly Organization[]
  /** The tokens that are good from the start, and do not end. */
  readonly tokens: readonly GivenToken[]
  /** Tells when an issued session has ended. */
  readonly clock: Clock
  /** How long an issued session lives, in seconds; 3,600 when left out. */
  readonly sessionSeconds?: number
}

/** The four questions of the API, answered: spread it into the options of `createHttpApi`. */
export interface Directory {
  /** Who a token stands for: a given one, or one of a session that was issued. */
  readonly authenticate: Authenticate
  /** One of the given organizations. */
  readonly findOrganization: FindOrganization
  /** The customer of an address, for ever the same. */
  readonly customerOf: CustomerOf
  /** A session with a new token. */
  readonly issueSession: IssueSession
}

/** How many sessions are issued before those that have ended are forgotten. */
const PRUNE_EVERY = 1_000

/**
 * Organizations, hashed tokens and sessions in memory: for trials, tests and small servers. An address stands for the
 * customer whose session of this organization names it, else for an id that is a hash of the address, so it is the same
 * after a restart. Throws a TypeError when an id is none.
 */
export const memoryDirectory = (options: MemoryDirectoryOptions): Directory => {
  checkIds(options)
  const organizations = new Map(options.organizations.map((organization) => [organization.id, organization]))
  const known = new Map<string, string>()
  const table = new TokenTable()
  for (const { token, subject } of options.tokens) {
    table.add(token, subject)
    if (subject.kind !== 'customer_session' || subject.email === null) continue
    known.set(personKey(subject.organizationId, subject.email), subject.customerId)
  }
  const lifetime = (options.sessionSeconds ?? 3_600) * 1_000
  let issued = 0
  return {
    authenticate: (token) => table.find(token, options.clock.now()),
    findOrganization: (id) => organizations.get(id),
    customerOf: ({ organizationId, email }) => {
      const key = personKey(organizationId, email)
      return known.get(key) ?? customerIdOf(key)
    },
    issueSession: ({ organizationId, customerId, email }) => {
      const now = options.clock.now()
      issued += 1
      if (issued % PRUNE_EVERY === 0) table.prune(now)
      const token = `cst_${randomBytes(32).toString('base64url')}`
      const scopes = ['customer_portal:read', 'customer_portal:write'] as const
      table.add(
        token,
        { kind: 'customer_session', organizationId, customerId, email, scopes },
        now + lifetime,
      )
      return token
    },
  }
}

const personKey = (organizationId: string, email: string): string => {
  const parsed = parseEmail(email)
  return `${organizationId}/${E.isRight(parsed) ? parsed.right.key : email}`
}

const customerIdOf = (person: string): string =>
  `cus_${createHash('sha256').update(person).digest('base64url').slice(0, 24)}`

/** A wrong id at start is a mistake of the set-up; later each request would fail with it. */
const checkIds = ({ organizations, tokens }: MemoryDirectoryOptions): void => {
  const subjects = tokens.map(({ subject }) => subject)
  const organizationIds = [
    ...organizations.map(({ id }) => id),
    ...subjects.flatMap((subject) =>
      subject.kind === 'personal' ? subject.organizationIds : [subject.organizationId],
    ),
  ]
  const customerIds = subjects.flatMap((subject) =>
    subject.kind === 'customer_session' ? [subject.customerId] : [],
  )
  const bad = [
    ...organizationIds.filter((id) => !OrganizationId.is(id)),
    ...customerIds.filter((id) => !CustomerId.is(id)),
  ]
  if (bad.length > 0)
    throw new TypeError(`These are no ids: ${bad.map((id) => JSON.stringify(id)).join(', ')}`)
}
