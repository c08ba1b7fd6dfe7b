import {
  type Instant,
  type InvitationKeys,
  instantOf,
  LedgerStates,
  type Platform,
  type SeatLedger,
} from '@seat-ledger/core'
import { memoryRateLimit } from '../memory/rate-limit.js'
import type { HttpApiOptions } from '../options.js'
import { ReadModel } from '../pools/read-model.js'
import { Turns } from '../pools/turns.js'
import type { CustomerOf, IssueSession } from '../ports/customers.js'
import type { FindOrganization } from '../ports/organizations.js'
import type { RateLimit } from '../ports/rate-limit.js'
import type { Authenticate } from '../ports/subject.js'
import type { FindSubscriptionFacts } from '../ports/subscription-facts.js'
import type { WebhookService } from '../ports/webhooks.js'

/** What endpoints work with. */
export interface Services {
  readonly ledger: SeatLedger
  readonly readModel: ReadModel
  readonly keys: InvitationKeys
  /** Everything that was ever written, of every organization: an endpoint shows the caller's own only. */
  readonly log: Pick<Platform, 'eventStore' | 'feed'>
  /** Milliseconds since 1970. */
  readonly milliseconds: () => number
  readonly now: () => Instant
  readonly authenticate: Authenticate
  readonly findOrganization: FindOrganization
  readonly customerOf: CustomerOf
  readonly issueSession: IssueSession
  readonly claimLimit: RateLimit
  readonly subscriptionFacts: FindSubscriptionFacts
  /** Undefined where no webhooks are run. */
  readonly webhooks: WebhookService | undefined
  /** Ledgers as they were right after their records, for the event feed. */
  readonly states: LedgerStates
  /** By subscription or order: opening a pool looks first and writes then. */
  readonly turns: Turns
}

const READ_TIMEOUT_MS = 5_000

/** The options with their defaults. */
export const servicesOf = (options: HttpApiOptions): Services => {
  const { clock, invitationKeys, eventStore, feed } = options.platform
  return {
    ledger: options.ledger,
    readModel: new ReadModel(options.seats, options.readTimeoutMs ?? READ_TIMEOUT_MS),
    keys: invitationKeys,
    log: { eventStore, feed },
    milliseconds: () => clock.now(),
    now: () => instantOf(clock.now()),
    authenticate: options.authenticate,
    findOrganization: options.findOrganization,
    customerOf: options.customerOf,
    issueSession: options.issueSession,
    claimLimit: options.claimLimit ?? memoryRateLimit({ limit: 60, windowSeconds: 60, clock }),
    subscriptionFacts: options.subscriptionFacts ?? (() => ({})),
    webhooks: options.webhooks,
    states: new LedgerStates(eventStore),
    turns: new Turns(),
  }
}
