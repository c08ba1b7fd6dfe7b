import { Command, Option } from 'commander'
import { withOutput } from '../audit/output.js'
import type { ReconcileFlags } from '../benefits/reconcile.js'
import { STORE_FORMS } from '../stores/registry.js'
import { option } from '../terminal/option.js'
import { wholeNumber } from '../terminal/values.js'

/** `seat-ledger benefits`: what holders have at the host, against what the ledger says. */
export const benefitsCommand = (): Command =>
  new Command('benefits')
    .description('What holders have at the host, against what the ledger says they should.')
    .addCommand(reconcileCommand())

const reconcileCommand = (): Command => {
  const command = new Command('reconcile')
    .description('List the seats whose benefits differ between ledger and host; with --repair, mend them.')
    .addOption(option('--store <store>', STORE_FORMS).makeOptionMandatory())
    .addOption(option('--data <folder>', 'where stores keep their files').default('.seat-ledger/'))
    .addOption(
      option(
        '--host <file>',
        'module whose default export has grant, revoke and granted',
      ).makeOptionMandatory(),
    )
    .addOption(option('--organization <id>', 'only the seats of this organization'))
    .option('--repair', 'grant what is missing, revoke what is stray')
    .addOption(
      new Option('--grace <seconds>', 'leave out what changed less than this long ago')
        .argParser(wholeNumber(0, 86_400))
        .default(60),
    )
  return withOutput(command)
    .addHelpText('after', AFTER)
    .action(async (flags: ReconcileFlags) => {
      const { reconcile } = await import('../benefits/reconcile.js')
      await reconcile(flags)
    })
}

const AFTER = `
missing: the seat is claimed, and the host has granted nothing
stray:   the seat was revoked, and the host still grants it
unknown: the host grants a key under which nobody ever claimed a seat; it is never touched

Safe while commands run. Exit code 1 when a difference is left.`
