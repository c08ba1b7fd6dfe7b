import { eventRow, type ReportRow } from '@seat-ledger/audit'
import {
  type AuditFilter,
  auditLog,
  EVENT_CODECS,
  type Instant,
  type LedgerEvent,
  type LedgerName,
  type LogQuery,
  ledgerHistory,
  MAX_AUDIT_LIMIT,
} from '@seat-ledger/core'
import { type Command, Option } from 'commander'
import * as E from 'fp-ts/lib/Either.js'
import { type Column, field, time } from './output.js'
import { orRefuse, type Source } from './source.js'
import { utcTime } from './time.js'

/** Which events, as flags say it. */
export interface FilterFlags {
  readonly type?: readonly LedgerEvent['type'][]
  readonly from?: Instant
  readonly to?: Instant
  readonly actor?: string
}

/** Adds the flags that say which events. */
export const withFilter = (command: Command): Command =>
  command
    .addOption(
      new Option('--type <types...>', 'only events of these types').choices(Object.keys(EVENT_CODECS)),
    )
    .addOption(new Option('--from <time>', 'only events of this UTC time and later').argParser(utcTime))
    .addOption(new Option('--to <time>', 'only events before this UTC time').argParser(utcTime))
    .option('--actor <id>', 'only what this actor did')

/** The filter that the flags say. */
export const filterOf = ({ type, from, to, actor }: FilterFlags): AuditFilter => ({
  ...(type !== undefined && { types: type }),
  ...(from !== undefined && { from }),
  ...(to !== undefined && { to }),
  ...(actor !== undefined && { actor: { id: actor } }),
})

/** The events of one ledger as rows, page by page. */
export async function* ledgerRows(
  { eventStore }: Source,
  ledger: LedgerName,
  filter: AuditFilter,
): AsyncGenerator<ReportRow> {
  let cursor: string | null = null
  do {
    const page = await ledgerHistory(eventStore, ledger, filter, { cursor, limit: MAX_AUDIT_LIMIT })
    const { items, next, unreadable } = orRefuse(page)
    yield* items.map(eventRow)
    warn(unreadable)
    cursor = next
  } while (cursor !== null)
}

/** The events of an organization as rows. */
export async function* logRows({ feed }: Source, query: LogQuery): AsyncGenerator<ReportRow> {
  let unreadable = 0
  for await (const record of auditLog(feed, query)) {
    if (E.isRight(record)) yield eventRow(record.right)
    else if (record.left._tag === 'UnreadableEvent') unreadable += 1
    else orRefuse(E.left(record.left))
  }
  warn(unreadable)
}

/** Says that the answer may lack something. */
export const warn = (unreadable: number): void => {
  if (unreadable > 0)
    process.stderr.write(`${unreadable} events were passed over: this version cannot read them.\n`)
}

/** Events in 80 columns. */
export const EVENT_COLUMNS: readonly Column[] = [
  time('time', 'Time (UTC)'),
  { head: 'Event', width: 16, value: (row) => `${row.type}` },
  { head: 'By', width: 15, value: (row) => `${row.actor}`.replace(/^\w+:/, '') },
  field('about', 'What', 0),
]
