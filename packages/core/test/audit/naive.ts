import type { Instant } from '../../src/domain/instant.js'
import { emptyLedger, evolve, type Ledger } from '../../src/domain/ledger.js'
import type { LedgerRecord } from '../../src/stored/record.js'

/*
 * The audit as one would first write it: cut the history, fold it anew, count seat by seat.
 */

/** The events up to the first that is later than `at`. */
export const upTo = (records: readonly LedgerRecord[], at: Instant): readonly LedgerRecord[] => {
  const end = records.findIndex(({ event }) => event.at > at)
  return end === -1 ? records : records.slice(0, end)
}

export const foldOf = (records: readonly LedgerRecord[]): Ledger =>
  records.reduce((ledger, { event }) => evolve(ledger, event), emptyLedger())

export const liveOf = (ledger: Ledger): number =>
  ledger.seats.values().filter(({ status }) => status !== 'revoked').length

export const expiredOf = (ledger: Ledger, at: Instant): number =>
  ledger.seats.values().filter((seat) => seat.status === 'pending' && seat.invitation.expiresAt <= at).length

/** When each event took effect: the latest time so far. */
export const effectiveTimes = (records: readonly LedgerRecord[]): readonly Instant[] => {
  let latest: Instant | undefined
  return records.map(({ event: { at } }) => {
    if (latest === undefined || at > latest) latest = at
    return latest
  })
}
