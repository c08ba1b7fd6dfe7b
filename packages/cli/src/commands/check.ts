import { Command } from 'commander'
import type { FileFlags } from '../upkeep/data-file.js'
import { withFileFlags } from '../upkeep/data-file.js'

/** `seat-ledger check`. */
export const checkCommand = (): Command =>
  withFileFlags(
    new Command('check').description('Read all of the ledger file and say what is not as it must be.'),
  )
    .addHelpText('after', AFTER)
    .action(async (flags: FileFlags) => {
      const { runCheck } = await import('../upkeep/run-check.js')
      await runCheck(flags)
    })

const AFTER = `
It looks at the file's structure, at every event, at the rules of every ledger and at the read model.
Findings go to stdout, a line each with tabs: area, ledger, what was found. A server may be running.

Exit codes: 0 all is well, 1 something was found or the file cannot be read, 2 wrong flags.`
