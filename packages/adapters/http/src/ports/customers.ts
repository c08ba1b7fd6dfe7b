import type { Awaitable } from './subject.js'

/** The person that an address stands for. */
export interface CustomerQuery {
  /** Whose customer it is. */
  readonly organizationId: string
  /** As it was typed into the assignment. */
  readonly email: string
  /** The host's own id of the customer, where the assignment named one. */
  readonly externalCustomerId: string | null
}

/** The customer of an address, made when there is none yet. The same address gives the same id for ever. */
export type CustomerOf = (query: CustomerQuery) => Awaitable<string>

/** Whom a session is for. */
export interface SessionRequest {
  /** Whose customer it is. */
  readonly organizationId: string
  /** Who signs in. */
  readonly customerId: string
  /** The invited address: whoever has the token read the mail that was sent there. */
  readonly email: string
}

/** Makes a customer session for who claimed with the token alone; answers its bearer token, which `authenticate` knows from then on. */
export type IssueSession = (request: SessionRequest) => Awaitable<string>
