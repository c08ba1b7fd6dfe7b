import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const main = fileURLToPath(new URL('../../packages/cli/src/main.ts', import.meta.url))

/** A command that runs, and what it has said so far. */
export interface Running {
  readonly child: ChildProcess
  readonly stdout: () => string
  readonly stderr: () => string
  /** Settles when the process has ended and all it said has arrived. */
  readonly ended: Promise<Ended>
  /** Settles once `seen` holds for what was said; rejects when the process ends before. */
  readonly until: (seen: (said: { stdout: string; stderr: string }) => boolean) => Promise<void>
}

/** A command that has ended. */
export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** The environment of a user who has set nothing of ours. */
const plainEnvironment = (): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('SEAT_LEDGER_')))

/** Whoever is left when a test fails half-way: a server would run on for ever. */
const left = new Set<ChildProcess>()
process.on('exit', () => {
  for (const child of left) child.kill('SIGKILL')
})

/** The command line that starts `seat-ledger` from its sources. */
export const commandLine = (args: readonly string[], script = main): readonly [string, ...string[]] => [
  process.execPath,
  '--conditions=@seat-ledger/source',
  '--import',
  'tsx',
  script,
  ...args,
]

/** Starts `seat-ledger` from its sources, as a process of its own. */
export const start = (args: readonly string[], environment: NodeJS.ProcessEnv = {}): Running =>
  startLine(commandLine(args), environment)

/** Starts any command line. */
export const startLine = (
  [command, ...args]: readonly [string, ...string[]],
  environment: NodeJS.ProcessEnv = {},
): Running => {
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...plainEnvironment(), ...environment },
  })
  left.add(child)
  let stdout = ''
  let stderr = ''
  const listeners = new Set<() => void>()
  const told = (): void => {
    for (const listener of listeners) listener()
  }
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
    told()
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
    told()
  })
  const ended = once(child, 'close').then(() => {
    left.delete(child)
    return { code: child.exitCode, stdout, stderr }
  })
  const until: Running['until'] = (seen) =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        if (!seen({ stdout, stderr })) return
        listeners.delete(look)
        resolve()
      }
      listeners.add(look)
      void ended.then(({ code }) => reject(new Error(`ended with ${code} before: ${stdout}${stderr}`)))
      look()
    })
  return { child, stdout: () => stdout, stderr: () => stderr, ended, until }
}

/** Runs a command to its end. */
export const run = (args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<Ended> =>
  start(args, environment).ended
