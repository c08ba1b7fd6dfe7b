import {
  type Platform,
  type Reactor,
  type ReactorEnd,
  type ReactorOptions,
  type RunningReactor,
  startReactor,
} from '@seat-ledger/core'
import * as E from 'fp-ts/lib/Either.js'
import type { Connection } from '../connection/connection.js'
import { whileLeading } from './while-leading.js'

/** How a reactor is run by one process of many. */
export interface SingleActiveOptions extends Pick<ReactorOptions, 'concurrency' | 'onInterruption'> {
  /** What is run; its name names the lease, too. */
  readonly reactor: Reactor
  /** Where it reads, and keeps its checkpoint and its journal. */
  readonly platform: Platform
  /** Milliseconds of silence after which the active process is taken for dead: 500 to 3,600,000, default 15,000. */
  readonly leaseMs?: number
}

/** A reactor that is active in one process at a time and stands by in the others. */
export interface SingleActiveReactor {
  /** The reactor, while this process is the active one. */
  readonly active: () => RunningReactor | undefined
  /** Settles when the reactor has ended for good in this process: stopped, or halted by its handler. */
  readonly ended: Promise<ReactorEnd>
  /** Ends it here; another process goes on within about a second. */
  readonly stop: () => Promise<ReactorEnd>
}

/** Behind every event of every log. */
const NEVER = 2n ** 63n - 1n

/** Runs the reactor of the core, with its order within a pool, whenever this process holds the lease of its name. */
export const startSingleActive = (
  connection: Connection,
  { reactor, platform, leaseMs = 15_000, ...options }: SingleActiveOptions,
): SingleActiveReactor => {
  if (!Number.isInteger(leaseMs) || leaseMs < 500 || leaseMs > 3_600_000) {
    throw new TypeError('EventStoreDB: leaseMs is a whole number from 500 to 3600000')
  }
  const stopping = new AbortController()
  let running: RunningReactor | undefined
  let end: ReactorEnd = { _tag: 'Stopped' }
  const run = async (signal: AbortSignal): Promise<boolean> => {
    const active = startReactor({ ...options, reactor, platform })
    running = active
    const abort = (): void => void active.stop()
    signal.addEventListener('abort', abort, { once: true })
    if (signal.aborted) abort()
    const settled = await active.settled(NEVER)
    signal.removeEventListener('abort', abort)
    running = undefined
    end = E.isLeft(settled) ? settled.left : await active.stop()
    // Overtaken at its journal, it stands by again; stopped because the lease was lost, too.
    return end._tag === 'Halted' || (end._tag === 'Failed' && end.failure._tag !== 'WrongRevision')
  }
  const ended = whileLeading(connection, {
    name: `reactor-${reactor.name}`,
    leaseMs,
    signal: stopping.signal,
    run,
  }).then((): ReactorEnd => (stopping.signal.aborted ? { _tag: 'Stopped' } : end))
  return {
    active: () => running,
    ended,
    stop: () => {
      stopping.abort()
      return ended
    },
  }
}
