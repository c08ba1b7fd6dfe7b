import { CustomerId, type Person, parseEmail } from '@seat-ledger/core'
import { Command } from 'commander'
import * as E from 'fp-ts/lib/Either.js'
import { eventColumns, type FilterFlags, filterOf, withFilter } from '../../audit/events.js'
import { type OutputFlags, printRows, withOutput } from '../../audit/output.js'
import { type AnswerFlags, withAnswerSource, withAnswers } from '../../audit/source.js'
import { wrongInput } from '../../terminal/exit.js'

interface PeopleFlags extends AnswerFlags, FilterFlags, OutputFlags {
  readonly email?: string
  readonly customer?: string
}

/** `seat-ledger audit people`. */
export const auditPeopleCommand = (): Command => {
  const command = new Command('people').description(
    'Every event of the seats that one person was given or claimed, in all pools, seat by seat.',
  )
  return withOutput(withFilter(withPerson(withAnswerSource(command)))).action(async (flags: PeopleFlags) => {
    const scope = { by: 'person', person: personOf(flags) } as const
    const filter = filterOf(flags)
    await withAnswers(flags, ({ history }) => printRows(history(scope, filter), flags, eventColumns(scope)))
  })
}

const withPerson = (command: Command): Command =>
  command
    .option('--email <address>', 'the person by address')
    .option('--customer <id>', 'the person by customer id')

const personOf = ({ email, customer }: PeopleFlags): Person => {
  if ((email === undefined) === (customer === undefined))
    throw wrongInput('Give --email or --customer, one of the two.')
  if (CustomerId.is(customer)) return { customerId: customer }
  const parsed = parseEmail(email ?? '')
  if (E.isLeft(parsed))
    throw wrongInput(email === undefined ? '--customer must be a customer id.' : `--email ${parsed.left}.`)
  return { email: parsed.right.key }
}
