import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath, URL } from 'node:url'

/** A script of this folder in a process of its own. What it says is one JSON value per line. */
export interface Child {
  readonly process: ChildProcess
  /** The lines, as they come. */
  readonly lines: AsyncIterable<unknown>
  /** Settles when it has ended, with its exit code; null when it was killed. */
  readonly ended: Promise<number | null>
}

export const start = (script: string, input: object): Child => {
  const child = spawn(
    process.execPath,
    [
      '--conditions=@seat-ledger/source',
      '--import',
      'tsx',
      fileURLToPath(new URL(script, import.meta.url)),
      JSON.stringify(input),
    ],
    { stdio: ['ignore', 'pipe', 'inherit'], cwd: fileURLToPath(new URL('.', import.meta.url)) },
  )
  const ended = once(child, 'exit').then(() => child.exitCode)
  return { process: child, lines: values(child.stdout), ended }
}

async function* values(stdout: NodeJS.ReadableStream | null): AsyncIterable<unknown> {
  if (stdout === null) return
  for await (const line of createInterface({ input: stdout })) yield JSON.parse(line)
}

/** What the parent gave. */
export const input = <Input>(): Input => JSON.parse(process.argv[2] ?? '{}')

export const say = (value: unknown): void => {
  process.stdout.write(`${JSON.stringify(value)}\n`)
}

export const ACTOR = { kind: 'system', id: 'test' } as const
export const POOL = { organizationId: 'acme', poolId: 'team' } as const

export const poolOf = (capacity: number) => ({
  ...POOL,
  actor: ACTOR,
  customerId: 'owner',
  source: { kind: 'order', id: 'order-1' } as const,
  product: { id: 'product', name: 'Product' },
  capacity,
})
