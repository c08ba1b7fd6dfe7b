import type { ReportRow } from '@seat-ledger/audit'
import { type AuditFilter, EVENT_CODECS, type Instant, type LedgerEvent } from '@seat-ledger/core'
import { type Command, Option } from 'commander'
import { wrongInput } from '../terminal/exit.js'
import type { Scope } from './answers.js'
import { type Column, field, time } from './output.js'
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
export const filterOf = ({ type, from, to, actor }: FilterFlags): AuditFilter => {
  if (from !== undefined && to !== undefined && from >= to) throw wrongInput('--from must lie before --to.')
  return {
    ...(type !== undefined && { types: type }),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    ...(actor !== undefined && { actor: { id: actor } }),
  }
}

const actor: Omit<Column, 'width'> = {
  head: 'By',
  value: (row) => `${row.actor}`.replace(/^\w+:/, ''),
}
const what: Column = { head: 'What', width: 0, value: (row) => inWords(row) }

/** The end of a seat's id is enough to tell the seats of one table apart. */
const inWords = ({ about, seat, reason }: ReportRow): string => {
  const whose = seat === null ? '' : `seat …${`${seat}`.slice(-6)}`
  const why = reason === null ? '' : `“${reason}”`
  return [about, whose, why].filter((part) => part !== '').join(' ')
}

/** Events of one pool in 80 columns. */
const OF_ONE_POOL: readonly Column[] = [
  time('time', 'Time (UTC)'),
  field('type', 'Event', 16),
  { ...actor, width: 14 },
  what,
]

/** Events of several pools in 80 columns. */
const OF_SEVERAL_POOLS: readonly Column[] = [
  time('time', 'Time (UTC)', 16),
  field('pool', 'Pool', 10),
  field('type', 'Event', 16),
  { ...actor, width: 12 },
  what,
]

/** The columns of a table of events. */
export const eventColumns = ({ by }: Scope): readonly Column[] =>
  by === 'pool' || by === 'seat' ? OF_ONE_POOL : OF_SEVERAL_POOLS
