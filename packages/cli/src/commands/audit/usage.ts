import { duration, periodRow, type ReportRow } from '@seat-ledger/audit'
import { type Instant, instantOf, type PeriodLength, PoolId, type UsagePeriod } from '@seat-ledger/core'
import { systemClock } from '@seat-ledger/node'
import { Command, Option } from 'commander'
import { warn } from '../../audit/answers.js'
import { type Column, field, type OutputFlags, printRows, withOutput } from '../../audit/output.js'
import { type AnswerFlags, withAnswerSource, withAnswers } from '../../audit/source.js'
import { utcTime } from '../../audit/time.js'
import { writeWhole } from '../../audit/whole-file.js'
import { wrongInput } from '../../terminal/exit.js'

interface UsageFlags extends AnswerFlags, OutputFlags {
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
  return withOutput(withPeriods(withAnswerSource(command))).action(usage)
}

const withPeriods = (command: Command): Command =>
  command
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

const usage = async (pool: string, flags: UsageFlags): Promise<void> => {
  if (!PoolId.is(pool)) throw wrongInput('The pool must be a pool id.')
  const madeAt = instantOf(systemClock.now())
  if (flags.from >= (flags.to ?? madeAt)) throw wrongInput('--from must lie before --to.')
  const request = { from: flags.from, to: flags.to ?? madeAt, period: flags.per }
  const { periods, unreadable, organizationId } = await withAnswers(flags, (answers) =>
    answers.usage(pool, request),
  )
  warn(unreadable)
  if (flags.html === undefined) return printRows(rowsOf(periods), flags, columnsOf(flags.per))
  const { usagePage } = await import('@seat-ledger/audit/page')
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
    head: 'From (UTC)',
    width: per === 'hour' ? 16 : 10,
    value: ({ from }) => `${from}`.slice(0, per === 'hour' ? 16 : 10).replace('T', ' '),
  },
  number('capacity', 'Capacity'),
  number('claimed', 'Claimed'),
  number('pending', 'Pending'),
  {
    head: 'Used',
    width: 6,
    align: 'right',
    value: ({ utilization }) => `${Math.round(Number(utilization) * 100)} %`,
  },
  number('high_water_mark', 'Most'),
  {
    head: 'Seat-days',
    width: 10,
    align: 'right',
    value: ({ seat_days }) => (Math.round(Number(seat_days) * 10) / 10).toFixed(1),
  },
  {
    head: ' To claim',
    width: 0,
    value: ({ median_seconds_to_claim: seconds }) =>
      seconds === null ? ' –' : ` ${duration(Number(seconds))}`,
  },
]

const number = (name: string, head: string): Column => ({ ...field(name, head, 8), align: 'right' })
