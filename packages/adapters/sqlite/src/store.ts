import { resolve } from 'node:path'
import type { Checkpoints, EventStore, Feed, Snapshots } from '@seat-ledger/core'
import * as E from 'fp-ts/lib/Either.js'
import type { SqliteDriver } from './driver/driver.js'
import { sqliteDriver } from './driver/drivers.js'
import { connect, type Durability } from './file/connect.js'
import type { Database } from './file/database.js'
import { Arrivals } from './log/arrivals.js'
import { checkpointsOn } from './log/checkpoints.js'
import { eventStoreOn } from './log/event-store.js'
import { feedOn } from './log/feed.js'
import { snapshotsOn } from './log/snapshots.js'
import { Writer } from './log/writer.js'
import type { OpenProblem } from './problems.js'

/** How a file is opened. */
export interface SqliteOptions {
  /** The file; made when it is not there. Its folder must exist and be writable: SQLite keeps two more files beside it. */
  readonly file: string
  /** `full` (default): an answered append survives a power cut. `normal`: a power cut may lose the last ones, faster. */
  readonly durability?: Durability
  /** The library to use; the best one installed when left out. */
  readonly driver?: SqliteDriver
  /** How long to wait for other processes that write, in milliseconds; default 5,000. */
  readonly busyMs?: number
  /** How often to look for other processes' events where the file system does not tell, in milliseconds; default 500. */
  readonly pollMs?: number
}

/** A ledger file in use. */
export interface SqliteStore {
  /** The file's absolute path. */
  readonly file: string
  readonly eventStore: EventStore
  readonly feed: Feed
  readonly checkpoints: Checkpoints
  readonly snapshots: Snapshots
  /** Ends the store: its feeds end with `Failed`, and every later call fails with `StoreUnavailable`. Can be called again. */
  readonly close: () => void
}

/** The connections of a store, for the parts of this package that need them. */
export interface Connections {
  /** Appends go here, with the durability that was asked for. */
  readonly log: Database
  /** What can be derived again, written without waiting for the disk: it is never further than the log is. */
  readonly derived: Database
  readonly arrivals: Arrivals
  readonly busyMs: number
}

/** A store with its connections. */
export interface OpenStore {
  readonly store: SqliteStore
  readonly connections: Connections
}

/** Opens a file as a store. Any number of processes may have it open. */
export const openStore = async (options: SqliteOptions): Promise<E.Either<OpenProblem, OpenStore>> => {
  const { durability = 'full', busyMs = 5_000, pollMs = 500 } = options
  const driver = options.driver ?? sqliteDriver()
  if (driver === undefined) return E.left({ _tag: 'NoDriver' })
  const file = resolve(options.file)
  const log = await connect({ driver, file, durability, busyMs })
  if (E.isLeft(log)) return log
  const derived = await connect({ driver, file, durability: 'normal', busyMs })
  if (E.isLeft(derived)) {
    log.right.close()
    return derived
  }
  const arrivals = new Arrivals(log.right, pollMs)
  const connections = { log: log.right, derived: derived.right, arrivals, busyMs }
  return E.right({ store: storeOn(file, connections), connections })
}

/** Opens a file as a store. Any number of processes may have it open. */
export const openSqlite = async (options: SqliteOptions): Promise<E.Either<OpenProblem, SqliteStore>> =>
  E.map(({ store }: OpenStore) => store)(await openStore(options))

const storeOn = (file: string, { log, derived, arrivals, busyMs }: Connections): SqliteStore => {
  const writer = new Writer(log, busyMs, () => arrivals.announce())
  return {
    file,
    eventStore: eventStoreOn(log, writer, busyMs),
    feed: feedOn(log, arrivals, busyMs),
    checkpoints: checkpointsOn(derived, busyMs),
    snapshots: snapshotsOn(derived, busyMs),
    close: () => {
      log.close()
      derived.close()
      arrivals.announce()
    },
  }
}
