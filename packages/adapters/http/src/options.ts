import type { Platform, RunningProjection, SeatDirectory, SeatLedger } from '@seat-ledger/core'
import type { CustomerOf, IssueSession } from './ports/customers.js'
import type { FindOrganization } from './ports/organizations.js'
import type { RateLimit } from './ports/rate-limit.js'
import type { RequestReport } from './ports/report.js'
import type { Authenticate } from './ports/subject.js'
import type { FindSubscriptionFacts } from './ports/subscription-facts.js'
import type { WebhookService } from './ports/webhooks.js'

/** What the API works on, and the host's answers to who is who. `memoryDirectory` answers the four questions in memory. */
export interface HttpApiOptions {
  /** The engine. */
  readonly ledger: SeatLedger
  /** `startProjection({ projection: seatIndex, … })`: lists, usage, and which pool a subscription has. */
  readonly seats: RunningProjection<SeatDirectory>
  /** The clock and the invitation keys that the engine works with, and the log itself, for the audit and the event feed. */
  readonly platform: Pick<Platform, 'clock' | 'invitationKeys' | 'eventStore' | 'feed'>
  /** Who a bearer token stands for. */
  readonly authenticate: Authenticate
  /** The name of an organization, its claim policy, and whether it sells seats. */
  readonly findOrganization: FindOrganization
  /** Who an address is, for seats that are claimed at once or with the token alone. */
  readonly customerOf: CustomerOf
  /** Signs in who claimed with the token alone. */
  readonly issueSession: IssueSession
  /** For the public claim endpoints, by client address; 60 a minute in memory when left out. */
  readonly claimLimit?: RateLimit
  /** For the subscriptions that a customer holds seats of; without it they have neither price nor period. */
  readonly subscriptionFacts?: FindSubscriptionFacts
  /** Webhooks at work: `Webhooks` of `@seat-ledger/webhooks`. Without them their endpoints answer 501; the event feed works. */
  readonly webhooks?: WebhookService
  /** Told of every answer. Must not throw. */
  readonly onRequest?: (report: RequestReport) => void
  /** How long a reader waits for the read model to show what was written: milliseconds, 5,000 when left out; then 503. */
  readonly readTimeoutMs?: number
  /** Where the API is reached, for the OpenAPI document: `https://api.example.com`. */
  readonly publicUrl?: string
}

/** What a server knows about a request beyond the request itself. */
export interface RequestOrigin {
  /** The client's address, as the host trusts it. Who has none shares one rate limit with all others who have none. */
  readonly address?: string | undefined
}

/** The whole API: mount it wherever Fetch requests come from. Never rejects. */
export type HttpApi = (request: Request, origin?: RequestOrigin) => Promise<Response>
