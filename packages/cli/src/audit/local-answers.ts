import { eventRow, type ReportRow, seatRow } from '@seat-ledger/audit'
import {
  type AuditFilter,
  auditLog,
  type LedgerAsOf,
  type LedgerName,
  type LedgerRecord,
  ledgerAsOfEach,
  ledgerDifference,
  ledgerHistory,
  ledgerStream,
  MAX_AUDIT_LIMIT,
  type Moment,
  type OrganizationId,
  personHistory,
  poolIdOf,
  type ReadFailure,
  type Seat,
  type UnreadableEvent,
  usageOverTime,
} from '@seat-ledger/core'
import * as E from 'fp-ts/lib/Either.js'
import type { ReadableStore } from '../stores/store.js'
import { type AuditAnswers, type PoolFacts, type Scope, warn } from './answers.js'
import { orRefuse } from './refusals.js'

/** What an audit reads from. */
export type Source = Pick<ReadableStore, 'eventStore' | 'feed'>

/** The answers of a store or an export about one organization. */
export const localAnswers = (source: Source, organizationId: OrganizationId): AuditAnswers => ({
  history: (scope, filter) => history(source, organizationId, scope, filter),
  asOf: async ({ poolId, moment, all }) => {
    const [state] = await statesOf(source, { organizationId, poolId }, [moment])
    return factsOf(
      state,
      state.seats.filter(({ status }) => all || status !== 'revoked'),
    )
  },
  changes: async ({ poolId, since, at }) => {
    const [before, after] = await statesOf(source, { organizationId, poolId }, [
      { time: since },
      { time: at },
    ])
    return factsOf(
      after,
      ledgerDifference(before, after).seats.map((seat) => seat.after),
    )
  },
  usage: async (poolId, request) => ({
    ...orRefuse(await usageOverTime(source.eventStore, { organizationId, poolId }, request)),
    organizationId,
  }),
})

async function* history(
  source: Source,
  organizationId: OrganizationId,
  scope: Scope,
  filter: AuditFilter,
): AsyncGenerator<ReportRow> {
  const query = { organizationId, ...filter }
  switch (scope.by) {
    case 'organization':
      return yield* rowsOf(auditLog(source.feed, query))
    case 'person':
      return yield* rowsOf(personHistory(source.feed, { ...query, person: scope.person }))
    case 'pool':
      return yield* ledgerRows(source, { organizationId, poolId: scope.poolId }, filter)
    case 'seat': {
      const ledger = { organizationId, poolId: poolIdOf(scope.seatId) }
      return yield* ledgerRows(source, ledger, { ...filter, seatId: scope.seatId })
    }
  }
}

async function* rowsOf(
  records: AsyncIterable<E.Either<ReadFailure | UnreadableEvent, LedgerRecord>>,
): AsyncGenerator<ReportRow> {
  let unreadable = 0
  for await (const record of records) {
    if (E.isRight(record)) yield eventRow(record.right)
    else if (record.left._tag === 'UnreadableEvent') unreadable += 1
    else orRefuse(E.left(record.left))
  }
  warn(unreadable)
}

async function* ledgerRows(
  { eventStore }: Source,
  ledger: LedgerName,
  filter: AuditFilter,
): AsyncGenerator<ReportRow> {
  await refuseUnknown(eventStore, ledger, filter)
  let cursor: string | null = null
  let skipped = 0
  do {
    const page = await ledgerHistory(eventStore, ledger, filter, { cursor, limit: MAX_AUDIT_LIMIT })
    const { items, next, unreadable } = orRefuse(page)
    yield* items.map(eventRow)
    skipped += unreadable
    cursor = next
  } while (cursor !== null)
  warn(skipped)
}

/** An unknown pool or seat has no events either, but whoever asks for one has probably mistyped it. */
const refuseUnknown = async (
  store: Source['eventStore'],
  ledger: LedgerName,
  { seatId }: AuditFilter,
): Promise<void> => {
  if (seatId === undefined) {
    const stream = ledgerStream(ledger.organizationId, ledger.poolId)
    const [first] = orRefuse(await store.read(stream, { from: 0, limit: 1 }))
    if (first === undefined) orRefuse(E.left({ _tag: 'LedgerNotFound' }))
    return
  }
  const seat = await ledgerHistory(store, ledger, { seatId }, { cursor: null, limit: 1 })
  if (orRefuse(seat).items.length === 0) orRefuse(E.left({ _tag: 'SeatNotFound' }))
}

const statesOf = async <Moments extends readonly Moment[]>(
  { eventStore }: Source,
  ledger: LedgerName,
  moments: readonly [...Moments],
): Promise<{ readonly [Index in keyof Moments]: LedgerAsOf }> => {
  const states = orRefuse(await ledgerAsOfEach(eventStore, ledger, moments))
  return states as { readonly [Index in keyof Moments]: LedgerAsOf }
}

const factsOf = ({ revision, usage, unreadable }: LedgerAsOf, seats: readonly Seat[]): PoolFacts => ({
  seats: seats.map(seatRow),
  revision,
  usage,
  unreadable,
})
