import * as E from 'fp-ts/lib/Either.js'
import type { StreamName } from '../domain/ids.js'
import type { Clock } from '../ports/clock.js'
import type { Appended, EventStore, EventToAppend } from '../ports/event-store.js'
import type { AppendFailure } from '../ports/failures.js'

/** How often to try, and how long to wait in between. */
export interface RetryPolicy {
  /** Tries in all, 1 to 100. */
  readonly attempts: number
  /** The wait before try n lies between 0 and `baseMilliseconds * 2^(n-2)`, at most `maxMilliseconds`. */
  readonly baseMilliseconds: number
  readonly maxMilliseconds: number
  /** Uniform in [0, 1): spreads the waits, so that rivals do not meet again. */
  readonly random: () => number
}

/** The wait after `failed` tries. */
export const backoff = (policy: RetryPolicy, failed: number): number =>
  policy.random() * Math.min(policy.maxMilliseconds, policy.baseMilliseconds * 2 ** (failed - 1))

/** Appends, and settles what a failure left open. */
export const appendSettled = async (
  platform: { readonly eventStore: EventStore; readonly clock: Clock },
  policy: RetryPolicy,
  stream: StreamName,
  expected: number,
  events: readonly EventToAppend[],
): Promise<E.Either<AppendFailure, Appended>> => {
  const result = await platform.eventStore.append(stream, expected, events)
  return E.isRight(result) ? result : settle(platform, policy, stream, expected, events, result.left)
}

/**
 * Settles what a failed append left open: the same ids at the same expected revision again, until the store says what
 * became of them. Once an answer was lost, a later "unavailable" or "refused" proves nothing, so the outcome stays
 * unknown.
 */
export const settle = async (
  { eventStore, clock }: { readonly eventStore: EventStore; readonly clock: Clock },
  policy: RetryPolicy,
  stream: StreamName,
  expected: number,
  events: readonly EventToAppend[],
  first: AppendFailure,
): Promise<E.Either<AppendFailure, Appended>> => {
  let failure = first
  let lost: AppendFailure | undefined
  for (let attempt = 1; ; attempt++) {
    if (failure._tag === 'OutcomeUnknown') lost = failure
    else if (failure._tag === 'StoreRefused') return E.left(lost ?? failure)
    else if (failure._tag !== 'StoreUnavailable') return E.left(failure)
    if (attempt >= policy.attempts) return E.left(lost ?? failure)
    await clock.sleep(backoff(policy, attempt))
    const result = await eventStore.append(stream, expected, events)
    if (E.isRight(result)) return result
    failure = result.left
  }
}
