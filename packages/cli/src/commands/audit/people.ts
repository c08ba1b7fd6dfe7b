import { CustomerId, type Person, parseEmail } from '@seat-ledger/core'
import { Command } from 'commander'
import * as E from 'fp-ts/lib/Either.js'
import { EVENT_COLUMNS, type FilterFlags, filterOf, logRows, withFilter } from '../../audit/events.js'
import { type OutputFlags, printRows, withOutput } from '../../audit/output.js'
import { organizationOf, type SourceFlags, withOpenSource, withSource } from '../../audit/source.js'
import { wrongInput } from '../../terminal/exit.js'
import { option } from '../../terminal/option.js'

interface PeopleFlags extends SourceFlags, FilterFlags, OutputFlags {
  readonly email?: string
  readonly customer?: string
}

/** `seat-ledger audit people`. */
export const auditPeopleCommand = (): Command => {
  const command = new Command('people')
    .description('Every event of the seats that one person was given or claimed, in all pools.')
    .addOption(option('--organization <id>', 'whose ledgers').makeOptionMandatory())
    .option('--email <address>', 'the person by address')
    .option('--customer <id>', 'the person by customer id')
  return withOutput(withFilter(withSource(command))).action(async (flags: PeopleFlags) => {
    const organizationId = organizationOf(flags)
    const query = { ...filterOf(flags), organizationId, person: personOf(flags) }
    await withOpenSource(flags, (source) => printRows(logRows(source, query), flags, EVENT_COLUMNS))
  })
}

const personOf = ({ email, customer }: PeopleFlags): Person => {
  if ((email === undefined) === (customer === undefined))
    throw wrongInput('Give --email or --customer, one of the two.')
  if (CustomerId.is(customer)) return { customerId: customer }
  const parsed = parseEmail(email ?? '')
  if (E.isLeft(parsed))
    throw wrongInput(email === undefined ? '--customer must be a customer id.' : `--email ${parsed.left}.`)
  return { email: parsed.right.key }
}
