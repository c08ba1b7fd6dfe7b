import { MAX_BULK_ROWS } from '@seat-ledger/core'
import { Command, Option } from 'commander'
import type { ImportFlags } from '../import/import-team.js'
import { option } from '../terminal/option.js'
import { webAddress, wholeNumber } from '../terminal/values.js'

/** `seat-ledger import`. */
export const importCommand = (): Command =>
  new Command('import')
    .description('Give a seat to every address of a CSV file, on a running server.')
    .argument('<file>', 'CSV with an address per row; commas, semicolons or tabs')
    .addOption(option('--pool <id>', 'pool that the seats are of').makeOptionMandatory())
    .addOption(
      option('--server <url>', 'where the server is').argParser(webAddress).default('http://127.0.0.1:7328'),
    )
    .addOption(option('--token-file <file>', 'file with an organization token or a personal token'))
    .addOption(option('--token <token>', 'the token itself; other users of this machine can see flags'))
    .addOption(
      option('--organization <id>', 'organization of the pool, for a personal token that has several'),
    )
    .option(
      '--email-column <name>',
      'name or number of the column with the addresses (default: found by its name)',
    )
    .option('--dry-run', 'say what would happen, and write nothing')
    .option('--json', 'print the results as one JSON document')
    .addOption(
      new Option('--chunk <rows>', 'rows of one request')
        .argParser(wholeNumber(1, MAX_BULK_ROWS))
        .default(100),
    )
    .addOption(
      new Option('--run <name>', 'name of this import; another name sends the same file anew').default(
        '',
        'none',
      ),
    )
    .addHelpText('after', AFTER)
    .action(async (file: string, flags: ImportFlags) => {
      const { importTeam } = await import('../import/import-team.js')
      await importTeam(file, flags)
    })

const AFTER = `
An import that was interrupted goes on when the same command is given again: no row gets two seats.
Results go to stdout: a table on a terminal, else a line per row with tabs, or --json.

Exit codes: 0 every row has a seat, 1 some have none or the server failed, 2 wrong flags or file.

Examples:
  seat-ledger import team.csv --pool sub_1 --token-file token --dry-run
  seat-ledger import team.csv --pool sub_1 --server https://seats.example.com --email-column Mail`
