import { Command } from 'commander'
import type { FileFlags } from '../upkeep/data-file.js'
import { withFileFlags } from '../upkeep/data-file.js'

/** `seat-ledger rebuild`. */
export const rebuildCommand = (): Command =>
  withFileFlags(
    new Command('rebuild').description('Build the lists and counts of the ledger file anew from its events.'),
  )
    .addHelpText('after', AFTER)
    .action(async (flags: FileFlags) => {
      const { runRebuild } = await import('../upkeep/run-rebuild.js')
      await runRebuild(flags)
    })

const AFTER = `
Needed only when check found the read model wrong. Lists are incomplete until it is done; commands are not affected.
When it is interrupted, give it again, or start the server: either goes on where it stopped.`
