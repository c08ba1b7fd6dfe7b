import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath, URL } from 'node:url'

export interface ProcessOptions {
  readonly port?: number
  /** A file for the log; without one the data dies with the process. */
  readonly data?: string
  /** A storm: one append in this many is reset, before or after its commit. */
  readonly resetOneAppendIn?: number
  readonly seed?: number
}

/** What `main.ts` prints when it takes connections. */
interface Announcement {
  readonly connectionString: string
  readonly port: number
  readonly pid: number
}

export interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

export interface ServerProcess extends Announcement {
  /** Resolves when the process is gone. `SIGKILL` is the default: this is what such a process is for. */
  readonly kill: (signal?: NodeJS.Signals) => Promise<Ended>
}

/** The test server in a process of its own, to be killed, or to be shared by several processes. */
export const spawnServer = async (options: ProcessOptions = {}): Promise<ServerProcess> => {
  const main = fileURLToPath(new URL('./main.ts', import.meta.url))
  const child = spawn(process.execPath, ['--import', 'tsx', main, ...argumentsOf(options)], {
    // tsx is looked up from here, whoever calls.
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = await Promise.race([once(createInterface({ input: child.stdout }), 'line'), failed(child)])
  const { connectionString, port, pid }: Announcement = JSON.parse(String(line))
  return { connectionString, port, pid, kill: (signal = 'SIGKILL') => kill(child, signal) }
}

const argumentsOf = ({ port, data, resetOneAppendIn, seed }: ProcessOptions): readonly string[] => [
  ...(port === undefined ? [] : ['--port', port.toString()]),
  ...(data === undefined ? [] : ['--data', resolve(data)]),
  ...(resetOneAppendIn === undefined ? [] : ['--reset-one-append-in', resetOneAppendIn.toString()]),
  ...(seed === undefined ? [] : ['--seed', seed.toString()]),
]

const failed = async (child: ChildProcess): Promise<never> => {
  const [code, signal] = await once(child, 'exit')
  throw new Error(`The test server ended before it took connections (${code ?? signal}).`)
}

const kill = async (child: ChildProcess, signal: NodeJS.Signals): Promise<Ended> => {
  if (child.exitCode === null && child.signalCode === null) {
    const gone = once(child, 'exit')
    child.kill(signal)
    await gone
  }
  return { code: child.exitCode, signal: child.signalCode }
}
