import type { ReportRow } from '@seat-ledger/audit'
import { type Instant, instantOf, PoolId } from '@seat-ledger/core'
import { systemClock } from '@seat-ledger/node'
import { Command, Option } from 'commander'
import { type AuditAnswers, type PoolFacts, warn } from '../../audit/answers.js'
import { type Column, field, type OutputFlags, printRows, time, withOutput } from '../../audit/output.js'
import { type AnswerFlags, withAnswerSource, withAnswers } from '../../audit/source.js'
import { utcTime } from '../../audit/time.js'
import { wrongInput } from '../../terminal/exit.js'
import { wholeNumber } from '../../terminal/values.js'

interface AsOfFlags extends AnswerFlags, OutputFlags {
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
  return withOutput(withMoment(withAnswerSource(command))).action(asOf)
}

const withMoment = (command: Command): Command =>
  command
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

const asOf = async (pool: string, flags: AsOfFlags): Promise<void> => {
  if (!PoolId.is(pool)) throw wrongInput('The pool must be a pool id.')
  const { seats, revision, usage, unreadable } = await withAnswers(flags, factsFor(pool, flags))
  await printRows(rowsOf(seats), flags, SEAT_COLUMNS)
  const { capacity, pending, claimed, expired } = usage
  process.stderr.write(
    revision === -1
      ? `${pool} had not been opened.\n`
      : `${pool} at revision ${revision}: capacity ${capacity}, claimed ${claimed}, pending ${pending}, of these expired ${expired}\n`,
  )
  warn(unreadable)
}

const factsFor = (
  poolId: PoolId,
  { at = instantOf(systemClock.now()), revision, since, all }: AsOfFlags,
): ((answers: AuditAnswers) => Promise<PoolFacts>) => {
  if (since === undefined) {
    const moment = revision === undefined ? { time: at } : { revision }
    return (answers) => answers.asOf({ poolId, moment, all: all === true })
  }
  if (since > at) throw wrongInput('--since must not lie after --at.')
  return (answers) => answers.changes({ poolId, since, at })
}

async function* rowsOf(seats: readonly ReportRow[]): AsyncGenerator<ReportRow> {
  yield* seats
}

const SEAT_COLUMNS: readonly Column[] = [
  field('status', 'Status', 8),
  time('assigned_at', 'Assigned (UTC)'),
  field('holder', 'Holder', 18),
  field('email', 'Email', 0),
]
