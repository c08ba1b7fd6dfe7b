import { type LedgerName, type OrganizationId, PoolId, poolIdOf, SeatId } from '@seat-ledger/core'
import { Command } from 'commander'
import {
  EVENT_COLUMNS,
  type FilterFlags,
  filterOf,
  ledgerRows,
  logRows,
  withFilter,
} from '../../audit/events.js'
import { type OutputFlags, printRows, withOutput } from '../../audit/output.js'
import { organizationOf, type SourceFlags, withOpenSource, withSource } from '../../audit/source.js'
import { wrongInput } from '../../terminal/exit.js'
import { option } from '../../terminal/option.js'

interface HistoryFlags extends SourceFlags, FilterFlags, OutputFlags {
  readonly pool?: string
  readonly seat?: string
}

/** `seat-ledger audit history`. */
export const auditHistoryCommand = (): Command => {
  const command = new Command('history')
    .description('Every event of a seat, a pool or a whole organization, oldest first.')
    .addOption(option('--organization <id>', 'whose ledgers').makeOptionMandatory())
    .option('--pool <id>', 'only this pool')
    .option('--seat <id>', 'only this seat')
  return withOutput(withFilter(withSource(command))).action(async (flags: HistoryFlags) => {
    const organizationId = organizationOf(flags)
    const ledger = ledgerOf(flags, organizationId)
    const seatId = SeatId.is(flags.seat) ? flags.seat : undefined
    const filter = { ...filterOf(flags), ...(seatId !== undefined && { seatId }) }
    await withOpenSource(flags, (source) => {
      const rows =
        ledger === undefined
          ? logRows(source, { organizationId, ...filter })
          : ledgerRows(source, ledger, filter)
      return printRows(rows, flags, EVENT_COLUMNS)
    })
  })
}

const ledgerOf = ({ pool, seat }: HistoryFlags, organizationId: OrganizationId): LedgerName | undefined => {
  if (seat !== undefined) {
    if (!SeatId.is(seat)) throw wrongInput('--seat must be a seat id: a pool id, a dot and more.')
    return { organizationId, poolId: poolIdOf(seat) }
  }
  if (pool === undefined) return undefined
  if (!PoolId.is(pool)) throw wrongInput('--pool must be a pool id.')
  return { organizationId, poolId: pool }
}
