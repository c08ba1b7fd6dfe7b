/** The arguments after the script. `pnpm serve -- --port 0` hands on the two dashes that it was given: they go. */
export const argumentsOf = (argv: readonly string[]): readonly string[] => {
  const args = argv.slice(2)
  return args[1] === '--' ? [...args.slice(0, 1), ...args.slice(2)] : args
}

/** Compose files set variables to nothing where they mean to leave them out. */
export const forgetEmptyVariables = (environment: NodeJS.ProcessEnv): void => {
  for (const [name, value] of Object.entries(environment)) {
    if (name.startsWith('SEAT_LEDGER_') && value === '') delete environment[name]
  }
}

/** `seat-ledger … | head` closes the pipe when it has read enough: no reason to fail, and none to stop a server. */
export const surviveClosedPipes = (stream: NodeJS.WriteStream): void => {
  stream.on('error', (cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'EPIPE') throw cause
  })
}

/** Ends the process once everything it said is out: a timer or a connection that is left over must not hold it up. */
export const finish = async (exitCode: number): Promise<never> => {
  for (const stream of [process.stdout, process.stderr]) {
    await new Promise<void>((resolve) => {
      stream.write('', () => resolve())
    })
  }
  process.exit(exitCode)
}
