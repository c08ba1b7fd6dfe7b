import {
  type Checkpoints,
  type Clock,
  type EventStore,
  type Feed,
  type Ids,
  type InvitationKeys,
  type Platform,
  type Snapshots,
  sealedEventStore,
} from '@seat-ledger/core'
import { nodeIds, systemClock } from '@seat-ledger/node'
import { checkpointsOn } from './checkpoints.js'
import { Connection } from './connection/connection.js'
import { feedOn } from './feed/feed.js'
import { type EventStoreDbOptions, settingsOf } from './options.js'
import { startQueue } from './reactors/queue.js'
import type { QueueOptions, RunningQueue } from './reactors/queue-options.js'
import {
  type SingleActiveOptions,
  type SingleActiveReactor,
  startSingleActive,
} from './reactors/single-active.js'
import { snapshotsOn } from './snapshots.js'
import { eventStoreOn } from './store/event-store.js'

/** What a platform needs that no server can give. */
export interface EventStoreDbWorld {
  /** The keys that invitation tokens are made with: the same in every process on one server. */
  readonly invitationKeys: InvitationKeys
  /** This machine's clock when left out. */
  readonly clock?: Clock
  /** Random ids when left out. */
  readonly ids?: Ids
  /**
   * Whether every ledger is a hash chain, so that tampering shows; default true. All processes on one server must say
   * the same. See docs/audit.md.
   */
  readonly sealed?: boolean
}

/** A connection to a server, and the ports that work over it. */
export interface EventStoreDb {
  /** Streams of events, as they are given: only the `platform` seals them. */
  readonly eventStore: EventStore
  /** The whole log, followed live. */
  readonly feed: Feed
  /** Where readers of the feed have come to. */
  readonly checkpoints: Checkpoints
  /** Folded ledgers, beside the log. */
  readonly snapshots: Snapshots
  /** All of it, as the engine takes it. */
  readonly platform: (world: EventStoreDbWorld) => Platform
  /**
   * Runs a reactor in one process of many, in the order of each pool: whichever holds the lease of its name. When it
   * dies, another goes on behind its checkpoint.
   */
  readonly startSingleActive: (options: SingleActiveOptions) => SingleActiveReactor
  /**
   * Runs a reactor in many processes at once, each record handled by one of them, in no order: for effects that do not
   * mind. The server keeps what is done, and what is put aside.
   */
  readonly startQueue: (options: QueueOptions) => RunningQueue
  /**
   * Waits for the calls that are under way, ends the feeds, disconnects. Close the engine and stop the projections
   * first. Without it the process may not exit.
   */
  readonly close: () => Promise<void>
}

/**
 * Everything on one EventStoreDB or KurrentDB. Nothing is asked of the server until the first call. Throws a TypeError
 * for wrong options, without repeating the connection string.
 */
export const openEventStoreDb = (options: EventStoreDbOptions): EventStoreDb => {
  const connection = new Connection(settingsOf(options))
  const ports = {
    eventStore: eventStoreOn(connection),
    feed: feedOn(connection),
    checkpoints: checkpointsOn(connection),
    snapshots: snapshotsOn(connection),
  }
  return {
    ...ports,
    platform: ({ invitationKeys, clock = systemClock, ids = nodeIds, sealed = true }) => ({
      ...ports,
      eventStore: sealed ? sealedEventStore(ports.eventStore, ids) : ports.eventStore,
      invitationKeys,
      clock,
      ids,
    }),
    startSingleActive: (reactorOptions) => startSingleActive(connection, reactorOptions),
    startQueue: (queueOptions) => startQueue(connection, queueOptions),
    close: () => connection.close(),
  }
}
