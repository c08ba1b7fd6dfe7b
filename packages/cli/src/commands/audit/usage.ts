import { duration, periodRow, type ReportRow, usagePage } from '@seat-ledger/audit'
import {
  type Instant,
  instantOf,
  type PeriodLength,
  PoolId,
  type UsagePeriod,
  usageOverTime,
} from '@seat-ledger/core'
import { systemClock } from '@seat-ledger/node'
import { Command, Option } from 'commander'
import { warn } from '../../audit/events.js'
import { type Column, field, type OutputFlags, printRows, withOutput } from '../../audit/output.js'
import { organizationOf, orRefuse, type SourceFlags, withOpenSource, withSource } from '../../audit/source.js'
import { utcTime } from '../../audit/time.js'
import { writeWhole } from '../../audit/whole-file.js'
import { wrongInput } from '../../terminal/exit.js'
import { option } from '../../terminal/option.js'

interface UsageFlags extends SourceFlags, OutputFlags {
  readonly from: Instant
  readonly to?: Instant
  readonly per: PeriodLength
  readonly html?: string
}

/** `seat-ledger audit usage`. */
export const auditUsageCommand = (): Command => {
  const command = new Command('usage')
    .description('How a pool was used over time: seats, utilisation, seat-days, churn.')
    .argument('<pool>', 'pool id')
    .addOption(option('--organization <id>', 'whose pool').makeOptionMandatory())
    .addOption(
      new Option('--from <time>', 'UTC time at which the first period begins')
        .argParser(utcTime)
        .makeOptionMandatory(),
    )
    .addOption(
      new Option('--to <time>', 'UTC time at which the last period ends (default: now)').argParser(utcTime),
    )
    .addOption(
      new Option('--per <period>', 'length of a period').choices(['hour', 'day', 'month']).default('day'),
    )
    .option('--html <file>', 'write a page with charts instead')
  return withOutput(withSource(command)).action(usage)
}

const usage = async (pool: string, flags: UsageFlags): Promise<void> => {
  if (!PoolId.is(pool)) throw wrongInput('The pool must be a pool id.')
  const organizationId = organizationOf(flags)
  const madeAt = instantOf(systemClock.now())
  const request = { from: flags.from, to: flags.to ?? madeAt, period: flags.per }
  const { periods, unreadable } = await withOpenSource(flags, async ({ eventStore }) =>
    orRefuse(await usageOverTime(eventStore, { organizationId, poolId: pool }, request)),
  )
  warn(unreadable)
  if (flags.html === undefined) return printRows(rowsOf(periods), flags, columnsOf(flags.per))
  const page = usagePage(periods, { organizationId, poolId: pool, madeAt })
  await writeWhole(flags.html, onePiece(page))
  process.stderr.write(`Wrote ${flags.html}: ${periods.length} periods.\n`)
}

async function* onePiece(text: string): AsyncGenerator<string> {
  yield text
}

async function* rowsOf(periods: readonly UsagePeriod[]): AsyncGenerator<ReportRow> {
  yield* periods.map(periodRow)
}

const columnsOf = (per: PeriodLength): readonly Column[] => [
  {
    head: 'From',
    width: 16,
    value: ({ from }) => `${from}`.slice(0, per === 'hour' ? 16 : 10).replace('T', ' '),
  },
  field('capacity', 'Cap', 7),
  field('claimed', 'Claimed', 7),
  field('pending', 'Pending', 7),
  { head: 'Used', width: 6, value: ({ utilization }) => `${Math.round(Number(utilization) * 100)} %` },
  field('high_water_mark', 'Most', 7),
  { head: 'Seat-days', width: 11, value: ({ seat_days }) => `${Math.round(Number(seat_days) * 10) / 10}` },
  {
    head: 'To claim',
    width: 0,
    value: ({ median_seconds_to_claim: seconds }) => (seconds === null ? '–' : duration(Number(seconds))),
  },
]
