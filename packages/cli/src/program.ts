import { type Command, CommanderError, Command as Program } from 'commander'
import picocolors from 'picocolors'
import { auditCommand } from './commands/audit.js'
import { backupCommand } from './commands/backup.js'
import { benefitsCommand } from './commands/benefits.js'
import { checkCommand } from './commands/check.js'
import { importCommand } from './commands/import.js'
import { rebuildCommand } from './commands/rebuild.js'
import { serveCommand } from './commands/serve.js'
import { version } from './terminal/about.js'
import { errorColours } from './terminal/colours.js'
import { ExitCode, Refused } from './terminal/exit.js'
import { oneLine } from './terminal/one-line.js'

/** Every command of `seat-ledger`, in the order of the help text: one file each in `commands/`. */
const COMMANDS: readonly (() => Command)[] = [
  serveCommand,
  importCommand,
  auditCommand,
  benefitsCommand,
  backupCommand,
  checkCommand,
  rebuildCommand,
]

/** Runs one command line (without the interpreter and the script); gives the process's exit code. */
export const run = async (args: readonly string[]): Promise<number> => {
  try {
    await program().parseAsync(args, { from: 'user' })
    return ExitCode.done
  } catch (cause) {
    return exitCodeOf(cause)
  }
}

const program = (): Command => {
  const root = strict(new Program('seat-ledger'))
    .description('The seat engine as a server, and the tools around it.')
    .version(version(), '-V, --version', 'print the version')
    .helpCommand('help [command]', 'print the help of a command')
    .addHelpText('after', '\nExit codes: 0 done, 1 failed, 2 wrong flags or input.')
  for (const command of COMMANDS) root.addCommand(strict(command()))
  return root
}

/** Faults of the command line are one line and an exit code, as everything else that is refused. */
const strict = (command: Command): Command => {
  for (const part of command.commands) strict(part)
  return command
    .exitOverride()
    .showSuggestionAfterError()
    .helpOption('-h, --help', 'print this help')
    .configureHelp({ styleTitle: bold })
    .configureOutput({ outputError: (text, write) => write(errorLine(text.replace(/^error: /, ''))) })
}

/** Commander takes the colour out again where the reader cannot see it. */
const { bold } = picocolors.createColors(true)

const errorLine = (text: string): string => `${errorColours.red('error:')} ${oneLine(text)}\n`

const exitCodeOf = (cause: unknown): number => {
  if (cause instanceof CommanderError) return cause.exitCode === 0 ? ExitCode.done : ExitCode.usage
  if (cause instanceof Refused) {
    for (const line of cause.lines) process.stderr.write(errorLine(line))
    return cause.exitCode
  }
  process.stderr.write(errorLine('this is a defect; please report it with what follows'))
  console.error(cause)
  return ExitCode.failed
}
