import {
  type Clock,
  type Ids,
  type InvitationKeys,
  type Platform,
  type RunningProjection,
  type SeatDirectory,
  sealedEventStore,
} from '@seat-ledger/core'
import { nodeIds, systemClock } from '@seat-ledger/node'
import * as E from 'fp-ts/lib/Either.js'
import { type Progress, type Rebuilt, rebuild } from './directory/rebuild.js'
import { startDirectory } from './directory/running.js'
import type { FileProblem, OpenProblem } from './problems.js'
import { openStore, type SqliteOptions, type SqliteStore } from './store.js'

/** How a platform is made: the file, and what goes with it. */
export interface SqlitePlatformOptions extends SqliteOptions {
  /** The keys that invitations are signed with: the same ones at every start, or the invitations of before are dead. */
  readonly invitationKeys: InvitationKeys
  readonly clock?: Clock
  readonly ids?: Ids
  /** Whether every ledger is a hash chain, so that tampering with the file shows; default true. See docs/audit.md. */
  readonly sealed?: boolean
}

/** Everything the engine needs, on one file, and what a host does with the file besides. */
export interface SqlitePlatform extends Platform, SqliteStore {
  readonly feed: SqliteStore['feed']
  readonly snapshots: SqliteStore['snapshots']
  /**
   * Starts to keep the read model in the file up with the log, and answers lists, look-ups and usage from it. It goes on
   * where the last process stopped: only a new file, a rebuild or a new version of its tables reads the whole log.
   */
  readonly startDirectory: () => RunningProjection<SeatDirectory>
  /** Builds the read model anew from the log; told of each step. */
  readonly rebuild: (onProgress?: (progress: Progress) => void) => Promise<E.Either<FileProblem, Rebuilt>>
}

/**
 * Opens a ledger file with everything the engine needs. Refuses to start without invitation keys, also where types are
 * not checked: what outlives the process needs keys that do.
 */
export const openSqlitePlatform = async (
  options: SqlitePlatformOptions,
): Promise<E.Either<OpenProblem, SqlitePlatform>> => {
  const { invitationKeys, clock = systemClock, ids = nodeIds, sealed = true } = options
  if (!isGiven(invitationKeys)) return E.left({ _tag: 'NoInvitationKeys' })
  const opened = await openStore(options)
  if (E.isLeft(opened)) return opened
  const { store, connections } = opened.right
  return E.right({
    ...store,
    eventStore: sealed ? sealedEventStore(store.eventStore, ids) : store.eventStore,
    clock,
    ids,
    invitationKeys,
    startDirectory: () => startDirectory(connections),
    rebuild: (onProgress = () => undefined) => rebuild(connections, onProgress),
  })
}

const isGiven = (keys: unknown): boolean => keys !== undefined && keys !== null
