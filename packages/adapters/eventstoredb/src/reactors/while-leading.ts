import { setTimeout as wait } from 'node:timers/promises'
import type { Connection } from '../connection/connection.js'
import { Lease } from './lease.js'

/** How often a candidate looks, at the least: a lease that is given back is not waited for longer. */
const LOOK_MS = 1_000

/** Work that only one process may do at a time. */
export interface LeadersWork {
  /** Names the lease. */
  readonly name: string
  /** Milliseconds of silence after which a holder is taken for dead. */
  readonly leaseMs: number
  /** Ends the candidacy, and the work. */
  readonly signal: AbortSignal
  /** Runs while the lease is held, ends when its signal is aborted; true when it need not be run again. */
  readonly run: (signal: AbortSignal) => Promise<boolean>
}

/** Runs the work whenever this process gets the lease; settles when the work is done for good, or on the signal. */
export const whileLeading = async (connection: Connection, work: LeadersWork): Promise<void> => {
  const lease = new Lease(connection, work.name)
  while (!work.signal.aborted) {
    const revision = await elected(lease, work)
    if (revision === undefined) return
    if (await lead(lease, revision, work)) return
  }
}

/** Waits until the lease is free, or its holder silent for too long, and takes it. Gives the revision that holds it. */
const elected = async (lease: Lease, { leaseMs, signal }: LeadersWork): Promise<number | undefined> => {
  let seen = Number.NaN
  let since = performance.now()
  while (!signal.aborted) {
    const standing = await lease.look()
    if (standing !== undefined && standing.revision !== seen) {
      seen = standing.revision
      since = performance.now()
    }
    if (standing !== undefined && performance.now() - since >= standing.silenceMs) {
      const held = await lease.hold(standing.revision, leaseMs)
      if (typeof held === 'number') return held
    }
    await pause(Math.min(leaseMs / 4, LOOK_MS) * (0.5 + Math.random()), signal)
  }
  return undefined
}

/** Works, and keeps the lease meanwhile; true when the work is done for good. */
const lead = async (lease: Lease, taken: number, { leaseMs, signal, run }: LeadersWork): Promise<boolean> => {
  const stop = new AbortController()
  const abort = (): void => stop.abort()
  signal.addEventListener('abort', abort, { once: true })
  if (signal.aborted) abort()
  const ended = run(stop.signal).finally(abort)
  const last = await keep(lease, taken, leaseMs, stop.signal)
  abort()
  try {
    return await ended
  } finally {
    signal.removeEventListener('abort', abort)
    if (last !== undefined) await lease.release(last)
  }
}

/**
 * Renews the lease until the signal, or until it is lost: then undefined. Lost is also what could not be renewed in
 * time, counted from before the renewal was sent; a rival counts from when it saw it, which is later.
 */
const keep = async (
  lease: Lease,
  taken: number,
  leaseMs: number,
  signal: AbortSignal,
): Promise<number | undefined> => {
  let revision = taken
  let since = performance.now()
  while (!signal.aborted) {
    await pause(leaseMs / 4, signal)
    if (signal.aborted) break
    const sent = performance.now()
    const patience = since + leaseMs * 0.75 - sent
    const held = await inTime(lease.hold(revision, leaseMs), patience)
    if (typeof held === 'number') {
      revision = held
      since = sent
    } else if (held !== 'unknown') return undefined
  }
  return revision
}

const inTime = async <Value>(value: Promise<Value>, milliseconds: number): Promise<Value | 'late'> => {
  const settled = new AbortController()
  const late = wait(Math.max(0, milliseconds), 'late' as const, { signal: settled.signal }).catch(
    () => 'late' as const,
  )
  try {
    return await Promise.race([value, late])
  } finally {
    settled.abort()
  }
}

const pause = (milliseconds: number, signal: AbortSignal): Promise<unknown> =>
  wait(milliseconds, undefined, { signal }).catch(() => undefined)
