import type { CustomerId, OrganizationId, PoolId, SeatId } from '../domain/ids.js'
import type { SeatMetadata } from '../domain/metadata.js'
import type { Holder, Product, Source } from '../domain/values.js'

/** What a customer has by a seat that they claimed: everything that a host needs to give it or to take it away. */
export interface Benefit {
  /** The seat's id: the same in each grant and revoke of it. Never used for another seat, nor granted again once revoked. */
  readonly key: SeatId
  readonly organizationId: OrganizationId
  readonly poolId: PoolId
  /** Who owns the pool and pays for it. */
  readonly ownerId: CustomerId
  readonly source: Source
  readonly product: Product
  /** Who claimed the seat. */
  readonly holder: Holder
  /** The address that the seat was assigned to, as it was typed. */
  readonly email: string
  readonly metadata: SeatMetadata
}

/** What came of a grant or a revoke. `detail` is recorded and shown: no secret in it. */
export type BenefitAnswer =
  /** It is so now, or was so before. */
  | { readonly _tag: 'Done' }
  /** It may work later; not before `afterSeconds`, where the host knows. */
  | { readonly _tag: 'TryLater'; readonly detail: string; readonly afterSeconds?: number }
  /** It will not work until somebody has seen to it. */
  | { readonly _tag: 'Never'; readonly detail: string }

/**
 * Where a host gives and takes what seats are for. Both are told at least once, so a repetition is answered with `Done`
 * and changes nothing. `signal` aborts when nobody waits for the answer any more: what is still under way then should
 * not be brought to its end. Every implementation passes `benefitsContract` of `@seat-ledger/testing`.
 */
export interface Benefits {
  /** Gives the holder what the seat is for. */
  grant(benefit: Benefit, signal: AbortSignal): Promise<BenefitAnswer>
  /** Takes it away. A key that is not granted is `Done` too. */
  revoke(benefit: Benefit, signal: AbortSignal): Promise<BenefitAnswer>
}

/** One key that is granted; or why the list ends early. */
export type GrantedMessage =
  | { readonly _tag: 'Granted'; readonly key: string }
  | { readonly _tag: 'Failed'; readonly detail: string }

/** The other side's own books, for reconciling. */
export interface GrantedBenefits {
  /** The keys of an organization that are granted now, in any order. Pulled one at a time, so it may be a long list. */
  granted(organizationId: OrganizationId, signal: AbortSignal): AsyncIterable<GrantedMessage>
}
