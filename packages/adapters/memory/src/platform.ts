import {
  type Clock,
  type EventStore,
  type Feed,
  type Ids,
  type InvitationKeys,
  type Platform,
  sealedEventStore,
} from '@seat-ledger/core'
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
  /** Whether every ledger is a hash chain; default false, as nobody but this process can tamper with its memory. */
  readonly sealed?: boolean
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
export const memoryPlatform = (options: MemoryOptions = {}): Platform => {
  const { eventStore, feed } = memoryStore()
  const ids = options.ids ?? nodeIds
  return {
    eventStore: options.sealed === true ? sealedEventStore(eventStore, ids) : eventStore,
    feed,
    checkpoints: memoryCheckpoints(),
    clock: options.clock ?? systemClock,
    ids,
    invitationKeys: options.invitationKeys ?? randomInvitationKeys(),
  }
}
