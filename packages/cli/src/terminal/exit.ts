/** What the process says when it ends. */
export const ExitCode = {
  done: 0,
  failed: 1,
  usage: 2,
} as const

/** A command that will not go on. Each line is printed for itself, and no stack: the fault is the caller's to mend. */
export class Refused extends Error {
  override readonly name = 'Refused'
  readonly lines: readonly string[]
  readonly exitCode: number

  constructor(lines: readonly string[], exitCode: number) {
    super(lines.join('; '))
    this.lines = lines
    this.exitCode = exitCode
  }
}

/** Wrong flags or wrong input: exit code 2. */
export const wrongInput = (...lines: readonly string[]): Refused => new Refused(lines, ExitCode.usage)

/** What was asked for is right and did not succeed: exit code 1. */
export const failed = (...lines: readonly string[]): Refused => new Refused(lines, ExitCode.failed)
