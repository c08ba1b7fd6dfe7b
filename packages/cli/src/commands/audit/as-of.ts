import { type ReportRow, seatRow } from '@seat-ledger/audit'
import {
  type Instant,
  instantOf,
  ledgerAsOfEach,
  ledgerDifference,
  type Moment,
  PoolId,
  type Seat,
} from '@seat-ledger/core'
import { systemClock } from '@seat-ledger/node'
import { Command, Option } from 'commander'
import { warn } from '../../audit/events.js'
import { type Column, field, type OutputFlags, printRows, time, withOutput } from '../../audit/output.js'
import { organizationOf, orRefuse, type SourceFlags, withOpenSource, withSource } from '../../audit/source.js'
import { utcTime } from '../../audit/time.js'
import { wrongInput } from '../../terminal/exit.js'
import { option } from '../../terminal/option.js'
import { wholeNumber } from '../../terminal/values.js'

interface AsOfFlags extends SourceFlags, OutputFlags {
  readonly at?: Instant
  readonly revision?: number
  readonly since?: Instant
  readonly all?: true
}

/** `seat-ledger audit as-of`. */
export const auditAsOfCommand = (): Command => {
  const command = new Command('as-of')
    .description('Who held which seat of a pool at an instant, or what changed since another one.')
    .argument('<pool>', 'pool id')
    .addOption(option('--organization <id>', 'whose pool').makeOptionMandatory())
    .addOption(
      new Option('--at <time>', 'UTC time; what took effect at it has happened (default: now)').argParser(
        utcTime,
      ),
    )
    .addOption(
      new Option('--revision <number>', 'a revision instead of a time')
        .argParser(wholeNumber(0, 999_999_999_999))
        .conflicts(['at', 'since']),
    )
    .addOption(
      new Option('--since <time>', 'only the seats that changed after this UTC time').argParser(utcTime),
    )
    .option('--all', 'revoked seats too')
  return withOutput(withSource(command)).action(asOf)
}

const asOf = async (pool: string, flags: AsOfFlags): Promise<void> => {
  if (!PoolId.is(pool)) throw wrongInput('The pool must be a pool id.')
  const ledger = { organizationId: organizationOf(flags), poolId: pool }
  const moment: Moment =
    flags.revision === undefined
      ? { time: flags.at ?? instantOf(systemClock.now()) }
      : { revision: flags.revision }
  if (flags.since !== undefined && 'time' in moment && flags.since > moment.time)
    throw wrongInput('--since must not lie after --at.')
  const moments = flags.since === undefined ? [moment] : [{ time: flags.since }, moment]
  const states = await withOpenSource(flags, async ({ eventStore }) =>
    orRefuse(await ledgerAsOfEach(eventStore, ledger, moments)),
  )
  const [before, after] = states.length === 2 ? states : [undefined, states[0]]
  if (after === undefined) throw new Error('a moment has a state')
  const wanted = (seat: Seat): boolean =>
    flags.all === true || before !== undefined || seat.status !== 'revoked'
  const seats =
    before === undefined ? after.seats : ledgerDifference(before, after).seats.map((seat) => seat.after)
  await printRows(rowsOf(seats.filter(wanted)), flags, SEAT_COLUMNS)
  const { capacity, pending, claimed, expired } = after.usage
  process.stderr.write(
    `${pool} at revision ${after.revision}: capacity ${capacity}, claimed ${claimed}, pending ${pending}, of these expired ${expired}\n`,
  )
  warn(after.unreadable)
}

async function* rowsOf(seats: readonly Seat[]): AsyncGenerator<ReportRow> {
  yield* seats.map(seatRow)
}

const SEAT_COLUMNS: readonly Column[] = [
  field('status', 'Status', 8),
  time('assigned_at', 'Assigned (UTC)'),
  field('holder', 'Holder', 18),
  field('email', 'Email', 0),
]
