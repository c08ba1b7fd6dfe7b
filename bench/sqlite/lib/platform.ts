import type { Platform } from '@seat-ledger/core'
import { nodeIds, randomInvitationKeys, systemClock } from '@seat-ledger/node'
import type { SqliteStore } from '@seat-ledger/sqlite'

/** A platform on a store. */
export const platformOn = (store: SqliteStore): Platform => ({
  eventStore: store.eventStore,
  feed: store.feed,
  checkpoints: store.checkpoints,
  snapshots: store.snapshots,
  clock: systemClock,
  ids: nodeIds,
  invitationKeys: randomInvitationKeys(),
})
