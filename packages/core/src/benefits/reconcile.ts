import type { OrganizationId } from '../domain/ids.js'
import type { Instant } from '../domain/instant.js'
import type { Benefit, BenefitAnswer, Benefits, GrantedBenefits } from '../ports/benefits.js'
import type { Platform } from '../ports/platform.js'
import { claimedSeats } from './claimed-seats.js'
import { compare } from './compare.js'
import { verdicts } from './verdicts.js'

/** What to compare, and whether to mend it. */
export interface ReconcileOptions {
  readonly platform: Pick<Platform, 'eventStore' | 'feed' | 'clock'>
  readonly benefits: Benefits & GrantedBenefits
  /** Whose seats; those of every organization that has a ledger when left out. */
  readonly organizationId?: OrganizationId
  /** Grants what is missing and revokes what is stray; default false. */
  readonly repair?: boolean
  /** What changed less than this long ago may still be on its way, and is no difference: seconds, default 60. */
  readonly graceSeconds?: number
  /** How long the host may take for one answer, in seconds; default 30. */
  readonly timeoutSeconds?: number
  /** Ends the reconciling between two differences. */
  readonly signal?: AbortSignal
}

/** One key that the host and the log do not agree about. */
export interface BenefitDifference {
  /**
   * `missing`: the seat is claimed, and the host has granted nothing. `stray`: the seat was revoked, and the host still
   * grants it. `unknown`: the host grants a key under which nobody ever claimed a seat; only the host can say what that is.
   */
  readonly kind: 'missing' | 'stray' | 'unknown'
  readonly organizationId: OrganizationId
  readonly key: string
  /** Null for what is unknown. */
  readonly benefit: Benefit | null
  /** Since when it should be otherwise; null for what is unknown. */
  readonly since: Instant | null
  /** What came of mending it; null when that was not asked for, or cannot be done. */
  readonly repair: BenefitAnswer | null
}

/** What a reconciling finds, one at a time. The last is `Compared`, unless it is `Failed`. */
export type ReconcileMessage =
  | { readonly _tag: 'Difference'; readonly difference: BenefitDifference }
  /** Seats that are claimed by the log, and keys that the hosts list holds. */
  | { readonly _tag: 'Compared'; readonly claimed: number; readonly granted: number }
  /** The log or the host's list could not be read: what was not compared is not known to agree. */
  | { readonly _tag: 'Failed'; readonly detail: string }

/**
 * Compares what the log says each holder should have with what the host says they have. The log is read first, then the
 * host's list, then each difference is looked at once more: it counts only if the seat still stands so, and has for the
 * time of grace. So neither a claim nor a revoke that happens meanwhile is taken for a difference.
 *
 * In memory are the ids of the claimed seats (about 100 bytes each) and of the differences; events, the host's list and
 * the facts of a difference come one at a time, and one ledger.
 */
export async function* reconcileBenefits(
  options: ReconcileOptions,
): AsyncGenerator<ReconcileMessage, void, undefined> {
  const signal = options.signal ?? new AbortController().signal
  const { platform, benefits, organizationId = 'all' } = options
  const claimed = await claimedSeats(platform.feed, organizationId, signal)
  if (claimed._tag === 'Failed') return yield claimed
  const counts = { claimed: 0, granted: 0 }
  for (const [organization, seats] of claimed.seats) {
    counts.claimed += seats.size
    const compared = await compare(benefits, organization, seats, signal)
    if (compared._tag === 'Failed') return yield compared
    counts.granted += compared.granted
    for await (const verdict of verdicts({ ...options, signal }, organization, compared.doubtful)) {
      yield verdict
      if (verdict._tag === 'Failed') return
    }
  }
  if (signal.aborted) yield STOPPED
  else yield { _tag: 'Compared', ...counts }
}

const STOPPED: ReconcileMessage = { _tag: 'Failed', detail: 'it was stopped before its end' }
