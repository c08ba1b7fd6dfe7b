import type { Pool } from '@seat-ledger/core'
import type { SubscriptionFacts } from '../wire/subscription.js'
import type { Awaitable } from './subject.js'

/** What the host's billing knows of the subscription or order of a pool. */
export type FindSubscriptionFacts = (pool: Pool) => Awaitable<SubscriptionFacts>
