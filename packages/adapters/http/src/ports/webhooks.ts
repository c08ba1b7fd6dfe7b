import type {
  AppendFailure,
  CommandId,
  CommandIdReused,
  InvalidInput,
  JournalFailure,
  MessageType,
  OrganizationId,
  Parked,
  Place,
  Position,
  ReactorEnd,
  ReadFailure,
} from '@seat-ledger/core'
import type { Either } from 'fp-ts/lib/Either.js'

/*
 * What the API needs of webhooks: `Webhooks` of `@seat-ledger/webhooks` is all of it as it stands. An organization is named
 * in every question, and what belongs to another one does not exist.
 */

/** Where an organization's messages go. */
export interface WebhookEndpoint {
  readonly id: string
  readonly organizationId: string
  readonly url: string
  readonly types: readonly MessageType[]
  readonly description: string
  readonly status: 'active' | 'paused' | 'disabled'
  readonly createdAt: string
}

/** An endpoint after a change, and the position of that change in the log. */
export interface WebhookEndpointAnswer {
  readonly endpoint: WebhookEndpoint
  readonly position: Position
}

/** Why settings were not read or written. */
export type WebhookFailure =
  | InvalidInput
  | { readonly _tag: 'EndpointNotFound'; readonly endpointId: string }
  | CommandIdReused
  | AppendFailure
  | ReadFailure

type Answer<Value, Failure = WebhookFailure> = Promise<Either<Failure, Value>>

/** The settings of endpoints. A command id makes a write safe to repeat. */
export interface WebhookBook {
  /** An organization's endpoints, oldest first. */
  list(organizationId: OrganizationId): Answer<readonly WebhookEndpoint[]>
  /** One endpoint of an organization. */
  get(organizationId: OrganizationId, endpointId: string): Answer<WebhookEndpoint>
  /** Makes an endpoint of `url` and, if given, `types` and `description`; every fault is told at once. */
  create(organizationId: OrganizationId, input: unknown, commandId?: CommandId): Answer<WebhookEndpointAnswer>
  /** Changes what is given of `url`, `types`, `description` and `paused`. */
  change(
    organizationId: OrganizationId,
    endpointId: string,
    input: unknown,
    commandId?: CommandId,
  ): Answer<WebhookEndpointAnswer>
  /** Gives an endpoint a new secret. */
  rotate(
    organizationId: OrganizationId,
    endpointId: string,
    commandId?: CommandId,
  ): Answer<WebhookEndpointAnswer>
  /** Removes an endpoint. */
  remove(
    organizationId: OrganizationId,
    endpointId: string,
    commandId?: CommandId,
  ): Answer<WebhookEndpointAnswer>
}

/** One try to deliver one message. */
export interface WebhookDelivery {
  /** Its number in the endpoint's log, from 0. */
  readonly number: number
  readonly messageId: string
  readonly messageType: string
  readonly stream: string
  readonly revision: number
  readonly attempt: number
  readonly replayed: boolean
  readonly outcome: 'delivered' | 'failed' | 'gone' | 'too-large'
  readonly status: number | null
  readonly detail: string
  readonly durationMs: number
  readonly at: string
}

/** Deliveries, newest first; `next` is what to ask for next, null at the end. */
export interface WebhookDeliveries {
  readonly deliveries: readonly WebhookDelivery[]
  readonly next: number | null
}

/** A message that can be sent again: that of a record, or that the invitation which the record made has expired. */
export interface WebhookPlace extends Place {
  readonly about?: 'expiry'
}

/** A message that was given up. */
export interface WebhookParked extends WebhookPlace, Omit<Parked, 'stream' | 'revision'> {}

/** Why a message is not sent again now. */
export type ReplayFailure =
  | WebhookFailure
  | { readonly _tag: 'EndpointNotActive'; readonly endpointId: string }
  | JournalFailure
  | ReactorEnd

/** Webhooks at work. */
export interface WebhookService {
  readonly endpoints: WebhookBook
  /** The secrets that the messages to an endpoint, as `endpoints` gave it, are signed with, and when each ends: the newest, which does not, first. */
  signingSecrets(
    endpoint: WebhookEndpoint,
  ): readonly { readonly secret: string; readonly until: string | null }[]
  /** Newest first, numbers below `before` only unless that is null; 1 to 100 at a time. */
  deliveries(
    organizationId: OrganizationId,
    endpointId: string,
    range: { readonly before: number | null; readonly limit: number },
  ): Answer<WebhookDeliveries>
  /** What deliveries `from` to `to` told, both included. */
  placesOf(
    organizationId: OrganizationId,
    endpointId: string,
    range: { readonly from: number; readonly to: number },
  ): Answer<readonly WebhookPlace[]>
  /** The messages that were given up, oldest first. */
  parkedOf(
    organizationId: OrganizationId,
    endpointId: string,
  ): Answer<readonly WebhookParked[], WebhookFailure | JournalFailure>
  /** Sends messages again; settles when that is recorded. */
  replay(
    organizationId: OrganizationId,
    endpointId: string,
    places: readonly WebhookPlace[],
  ): Answer<void, ReplayFailure>
  /** Sends a test message once, now. */
  ping(
    organizationId: OrganizationId,
    endpointId: string,
  ): Answer<{ readonly delivered: boolean; readonly detail: string }>
}
