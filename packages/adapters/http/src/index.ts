export { createHttpApi } from './api.js'
export {
  type Directory,
  type GivenToken,
  type MemoryDirectoryOptions,
  memoryDirectory,
} from './memory/directory.js'
export { type MemoryRateLimitOptions, memoryRateLimit } from './memory/rate-limit.js'
export type { HttpApi, HttpApiOptions, RequestOrigin } from './options.js'
export type { CustomerOf, CustomerQuery, IssueSession, SessionRequest } from './ports/customers.js'
export type { FindOrganization, Organization } from './ports/organizations.js'
export type { RateLimit } from './ports/rate-limit.js'
export type { RequestReport } from './ports/report.js'
export type {
  Authenticate,
  Awaitable,
  CustomerSession,
  OrganizationToken,
  PersonalToken,
  Scope,
  Subject,
} from './ports/subject.js'
export type { FindSubscriptionFacts } from './ports/subscription-facts.js'
export type {
  ReplayFailure,
  WebhookBook,
  WebhookDeliveries,
  WebhookDelivery,
  WebhookEndpoint,
  WebhookEndpointAnswer,
  WebhookFailure,
  WebhookParked,
  WebhookPlace,
  WebhookService,
} from './ports/webhooks.js'
export type { SubscriptionFacts } from './wire/subscription.js'
