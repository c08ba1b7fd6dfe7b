import type { ContractCase } from './case.js'
import type { EventStoreUnderTest } from './event-store.js'
import { appendCases } from './event-store-appends.js'
import { conflictCases } from './event-store-conflicts.js'
import { readCases } from './event-store-reads.js'
import { repetitionCases } from './event-store-repetitions.js'
import type { FeedUnderTest } from './feed.js'
import { feedEndCases } from './feed-end.js'
import { feedLiveCases } from './feed-live.js'
import { feedOrderCases } from './feed-order.js'

/** The rules of `EventStore`. */
export const eventStoreCases: readonly ContractCase<EventStoreUnderTest>[] = [
  ...appendCases,
  ...conflictCases,
  ...repetitionCases,
  ...readCases,
]

/** The rules of `Feed`. */
export const feedCases: readonly ContractCase<FeedUnderTest>[] = [
  ...feedOrderCases,
  ...feedLiveCases,
  ...feedEndCases,
]
