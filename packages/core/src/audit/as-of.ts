import * as E from 'fp-ts/lib/Either.js'
import type { Instant } from '../domain/instant.js'
import { emptyLedger, evolve, type Ledger, liveSeats, type Pool, type Seat } from '../domain/ledger.js'
import type { EventStore } from '../ports/event-store.js'
import type { ReadFailure } from '../ports/failures.js'
import type { Usage } from '../projections/usage.js'
import type { LedgerRecord } from '../stored/record.js'
import { EffectiveTime } from './effective-time.js'
import { type LedgerName, readLedger } from './read-ledger.js'

/**
 * A moment of a ledger: an instant, or a revision. At an instant everything has happened that took effect at it or
 * before: a seat is held from the instant of its assignment on, and no longer at the instant of its end.
 */
export type Moment = { readonly time: Instant } | { readonly revision: number }

/** A pool as it was. */
export interface LedgerAsOf {
  /** The number of the last event that had happened, -1 when none had. */
  readonly revision: number
  /** The instant that `usage.expired` is seen at: the one asked for, or when the event took effect. Null before the first event. */
  readonly at: Instant | null
  /** Null before the pool was opened. */
  readonly pool: Pool | null
  /** Every seat there had been by then, revoked ones too, in the order of assignment. */
  readonly seats: readonly Seat[]
  readonly usage: Usage
  /** Events on the way that this version cannot read; what they did is missing here. */
  readonly unreadable: number
}

/** There is no ledger of this name. */
export interface LedgerNotFound {
  readonly _tag: 'LedgerNotFound'
}

/** Why an audit of one ledger gives no answer. */
export type LedgerAuditFailure = ReadFailure | LedgerNotFound

/** A pool as it was at a moment. Reads the ledger up to there. */
export const ledgerAsOf = async (
  store: EventStore,
  ledger: LedgerName,
  moment: Moment,
): Promise<E.Either<LedgerAuditFailure, LedgerAsOf>> => {
  const states = await ledgerAsOfEach(store, ledger, [moment])
  if (E.isLeft(states)) return states
  const [state] = states.right
  return state === undefined ? E.left({ _tag: 'LedgerNotFound' }) : E.right(state)
}

/** A pool as it was at several moments, each no earlier than the one before; reads the ledger once. */
export const ledgerAsOfEach = async (
  store: EventStore,
  ledger: LedgerName,
  moments: readonly Moment[],
): Promise<E.Either<LedgerAuditFailure, readonly LedgerAsOf[]>> => {
  const fold = new Fold()
  const states: LedgerAsOf[] = []
  const take = (record: LedgerRecord): boolean => {
    for (let next = moments[states.length]; next !== undefined; next = moments[states.length]) {
      if (!fold.isBeyond(record, next)) break
      states.push(fold.state(next))
    }
    if (states.length === moments.length) return false
    fold.add(record)
    return true
  }
  const read = await readLedger(store, ledger, take)
  if (E.isLeft(read)) return read
  if (read.right.revision < 0) return E.left({ _tag: 'LedgerNotFound' })
  for (const moment of moments.slice(states.length)) states.push(fold.state(moment))
  return E.right(states.map((state) => ({ ...state, unreadable: read.right.unreadable })))
}

/** A ledger on its way through its events. */
class Fold {
  private ledger: Ledger = emptyLedger()
  private revision = -1
  private highWaterMark = 0
  private readonly time = new EffectiveTime()

  isBeyond({ event, revision }: LedgerRecord, moment: Moment): boolean {
    return 'revision' in moment ? revision > moment.revision : event.at > moment.time
  }

  add({ event, revision }: LedgerRecord): void {
    this.time.pass(event)
    this.ledger = evolve(this.ledger, event)
    this.revision = revision
    this.highWaterMark = Math.max(this.highWaterMark, liveSeats(this.ledger))
  }

  state(moment: Moment): LedgerAsOf {
    const { ledger, revision, highWaterMark } = this
    const at = 'time' in moment ? moment.time : (this.time.at ?? null)
    const seats = ledger.seats.values()
    const usage = usageOf(ledger.pool, seats, at, highWaterMark)
    return { revision, at, pool: ledger.pool, seats, usage, unreadable: 0 }
  }
}

const usageOf = (
  pool: Pool | null,
  seats: readonly Seat[],
  at: Instant | null,
  highWaterMark: number,
): Usage => {
  let [pending, claimed, expired] = [0, 0, 0]
  for (const seat of seats) {
    if (seat.status === 'claimed') claimed += 1
    if (seat.status !== 'pending') continue
    pending += 1
    if (at !== null && seat.invitation.expiresAt <= at) expired += 1
  }
  return { ...figuresOf(pool, pending, claimed), expired, highWaterMark }
}

/** What follows from a pool and its live seats. */
export const figuresOf = (
  pool: Pool | null,
  pending: number,
  claimed: number,
): Omit<Usage, 'expired' | 'highWaterMark'> => {
  const capacity = pool?.capacity ?? 0
  const live = pending + claimed
  return {
    capacity,
    pending,
    claimed,
    available: pool === null || pool.closedAt !== null ? 0 : Math.max(0, capacity - live),
    utilization: capacity === 0 ? 0 : Math.min(1, live / capacity),
  }
}
