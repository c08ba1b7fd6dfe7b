import type { ClaimPolicy } from '@seat-ledger/core'
import type { Awaitable } from './subject.js'

/** A tenant that sells seats, as far as the API shows and obeys it. */
export interface Organization {
  /** As it stands in the tokens of its people. */
  readonly id: string
  /** Shown to who is invited. */
  readonly name: string
  /** Shown to who is invited: the name as it stands in addresses. */
  readonly slug: string
  /** `token`: whoever holds the token may claim; `email-match`: a session with the invited address is needed too. */
  readonly claimPolicy: ClaimPolicy
  /** Whether the public claim information shows `a***@example.com` instead of the invited address. */
  readonly maskEmail: boolean
  /** Without it nothing is assigned, resent or claimed. Reading and revoking always work. */
  readonly seatsEnabled: boolean
}

/** The organization of this id; undefined when there is none. */
export type FindOrganization = (id: string) => Awaitable<Organization | undefined>
