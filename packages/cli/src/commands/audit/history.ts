import { PoolId, SeatId } from '@seat-ledger/core'
import { Command } from 'commander'
import type { Scope } from '../../audit/answers.js'
import { eventColumns, type FilterFlags, filterOf, withFilter } from '../../audit/events.js'
import { type OutputFlags, printRows, withOutput } from '../../audit/output.js'
import { type AnswerFlags, withAnswerSource, withAnswers } from '../../audit/source.js'
import { wrongInput } from '../../terminal/exit.js'

interface HistoryFlags extends AnswerFlags, FilterFlags, OutputFlags {
  readonly pool?: string
  readonly seat?: string
}

/** `seat-ledger audit history`. */
export const auditHistoryCommand = (): Command => {
  const command = new Command('history').description(
    'Every event of a seat, a pool or a whole organization, oldest first.',
  )
  return withOutput(withFilter(withScope(withAnswerSource(command)))).action(async (flags: HistoryFlags) => {
    const scope = scopeOf(flags)
    const filter = filterOf(flags)
    await withAnswers(flags, ({ history }) => printRows(history(scope, filter), flags, eventColumns(scope)))
  })
}

const withScope = (command: Command): Command =>
  command.option('--pool <id>', 'only this pool').option('--seat <id>', 'only this seat')

const scopeOf = ({ pool, seat }: HistoryFlags): Scope => {
  if (seat !== undefined) {
    if (!SeatId.is(seat)) throw wrongInput('--seat must be a seat id: a pool id, a dot and more.')
    return { by: 'seat', seatId: seat }
  }
  if (pool === undefined) return { by: 'organization' }
  if (!PoolId.is(pool)) throw wrongInput('--pool must be a pool id.')
  return { by: 'pool', poolId: pool }
}
