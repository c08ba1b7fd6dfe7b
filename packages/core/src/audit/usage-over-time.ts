import * as E from 'fp-ts/lib/Either.js'
import { instantOf } from '../domain/instant.js'
import type { EventStore } from '../ports/event-store.js'
import type { ReadFailure } from '../ports/failures.js'
import type { LedgerNotFound } from './as-of.js'
import { EffectiveTime } from './effective-time.js'
import { edgesOf, type PeriodRequest } from './periods.js'
import { type LedgerName, readLedger } from './read-ledger.js'
import type { UsagePeriod } from './usage-period.js'
import { UsageSweep } from './usage-sweep.js'

/** The use of a pool over time. */
export interface UsageOverTime {
  readonly periods: readonly UsagePeriod[]
  /** Events that this version cannot read; what they did is missing here. */
  readonly unreadable: number
}

/** `from` is not before `to`, or there would be more than `MAX_PERIODS` periods. */
export interface BadPeriod {
  readonly _tag: 'BadPeriod'
}

/**
 * The use of a pool over time, by effective time. Reads the ledger once, up to `to`; keeps its live seats and one row per
 * period.
 */
export const usageOverTime = async (
  store: EventStore,
  ledger: LedgerName,
  request: PeriodRequest,
): Promise<E.Either<ReadFailure | LedgerNotFound | BadPeriod, UsageOverTime>> => {
  const edges = edgesOf(request)
  if (edges === undefined) return E.left({ _tag: 'BadPeriod' })
  const sweep = new UsageSweep(edges)
  const time = new EffectiveTime()
  const read = await readLedger(store, ledger, ({ event }) => {
    if (event.at > request.to) return false
    time.pass(event)
    sweep.add(event, time.ms)
    return true
  })
  if (E.isLeft(read)) return read
  if (read.right.revision < 0) return E.left({ _tag: 'LedgerNotFound' })
  return E.right({ periods: sweep.finish(instantOf), unreadable: read.right.unreadable })
}
