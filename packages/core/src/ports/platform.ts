import type { Checkpoints } from './checkpoints.js'
import type { Clock } from './clock.js'
import type { EventStore } from './event-store.js'
import type { Feed } from './feed.js'
import type { Ids } from './ids.js'
import type { InvitationKeys } from './invitation-keys.js'
import type { Snapshots } from './snapshots.js'

/** Everything the engine needs of the world, as a store's adapter hands it over: the one line that chooses the store. */
export interface Platform {
  readonly eventStore: EventStore
  readonly feed: Feed
  readonly checkpoints: Checkpoints
  readonly clock: Clock
  readonly ids: Ids
  readonly invitationKeys: InvitationKeys
  /** Where a store keeps folded ledgers. Without it a ledger is opened by reading all of its events. */
  readonly snapshots?: Snapshots
}
