import type { Clock, EventStore, Feed, Ids, InvitationKeys, Platform } from '@seat-ledger/core'
import { nodeIds, randomInvitationKeys, systemClock } from '@seat-ledger/node'
import { memoryCheckpoints } from './checkpoints.js'
import { eventStoreOn } from './event-store.js'
import { feedOn } from './feed.js'
import { emptyLog } from './log.js'

/** What to use in place of this machine's clock, random ids, and one random key per call. */
export interface MemoryOptions {
  readonly clock?: Clock
  readonly ids?: Ids
  readonly invitationKeys?: InvitationKeys
}

/** An empty log in memory: a store that appends to it and a feed that follows it. */
export const memoryStore = (): { readonly eventStore: EventStore; readonly feed: Feed } => {
  const log = emptyLog()
  return { eventStore: eventStoreOn(log), feed: feedOn(log) }
}

/**
 * Everything the engine needs, in memory: for tests, trials and a first look. Each call is a world of its own, and all
 * of it ends with the process, invitations included.
 */
export const memoryPlatform = (options: MemoryOptions = {}): Platform => ({
  ...memoryStore(),
  checkpoints: memoryCheckpoints(),
  clock: options.clock ?? systemClock,
  ids: options.ids ?? nodeIds,
  invitationKeys: options.invitationKeys ?? randomInvitationKeys(),
})
