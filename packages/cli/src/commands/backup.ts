import { Command } from 'commander'
import type { FileFlags } from '../upkeep/data-file.js'
import { withFileFlags } from '../upkeep/data-file.js'

/** `seat-ledger backup`. */
export const backupCommand = (): Command =>
  withFileFlags(
    new Command('backup')
      .description('Write a copy of the ledger file, also while a server is using it.')
      .argument('<file>', 'the copy; nothing may be there yet'),
  )
    .addHelpText('after', AFTER)
    .action(async (target: string, flags: FileFlags) => {
      const { runBackup } = await import('../upkeep/run-backup.js')
      await runBackup(target, flags)
    })

const AFTER = `
The copy is the ledger at one moment, complete and on the disk before it has its name.
It does not hold the invitation key: keep a copy of that file too.

Examples:
  seat-ledger backup ledger-2026-03-03.db
  seat-ledger backup /backup/ledger.db --data /var/lib/seat-ledger`
