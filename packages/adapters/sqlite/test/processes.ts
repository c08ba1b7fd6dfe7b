import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { afterAll, assert } from 'vitest'

const BUNDLE = fileURLToPath(
  new URL(`../node_modules/.seat-ledger-child/${process.pid}.mjs`, import.meta.url),
)

/** Bundled once for each test file, as plain JavaScript starts ten times faster than a loader does. */
const bundled = build({
  entryPoints: [fileURLToPath(new URL('child/main.ts', import.meta.url))],
  outfile: BUNDLE,
  bundle: true,
  platform: 'node',
  format: 'esm',
  conditions: ['@seat-ledger/source'],
  logLevel: 'error',
})

const running = new Set<ChildProcess>()
afterAll(async () => {
  for (const child of running) child.kill('SIGKILL')
  await bundled
  rmSync(BUNDLE, { force: true })
})

/** A line that a child said. */
export type Line = { readonly [field: string]: unknown }

/** A process of this package's own. */
export interface Child {
  /** Every line so far. */
  readonly lines: Line[]
  /** Lets it begin. */
  readonly go: () => void
  /** Settles when it has said so many lines, or has ended. */
  readonly said: (count: number) => Promise<void>
  readonly kill: () => void
  /** Its exit code, null when it was killed; all its lines are there by then. */
  readonly ended: Promise<number | null>
}

/** Starts a child and waits until it has opened its file, or ended. `uid` is for tests that run as root. */
export const startChild = async (args: readonly string[], uid?: number): Promise<Child> => {
  await bundled
  const child = spawn(process.execPath, [BUNDLE, ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
    ...(uid !== undefined && { uid }),
  })
  running.add(child)
  const lines: Line[] = []
  const waiting = new Set<() => void>()
  const wake = (): void => {
    for (const call of waiting) call()
  }
  const reader = createInterface({ input: child.stdout })
  reader.on('line', (line) => {
    // The last line of a process that was killed may be cut off.
    if (!line.endsWith('}')) return
    lines.push(JSON.parse(line))
    wake()
  })
  let hasEnded = false
  const ended = Promise.all([once(child, 'exit'), once(reader, 'close')]).then(([[code]]) => {
    hasEnded = true
    running.delete(child)
    wake()
    return typeof code === 'number' ? code : null
  })
  const said = (count: number): Promise<void> =>
    new Promise((resolve) => {
      const check = (): void => {
        if (lines.length < count && !hasEnded) return
        waiting.delete(check)
        resolve()
      }
      waiting.add(check)
      check()
    })
  await said(1)
  return { lines, said, ended, go: () => child.stdin.end('go\n'), kill: () => child.kill('SIGKILL') }
}

/** The first line of a kind that has this field. */
export const lineWith = (child: Child, field: string): Line =>
  child.lines.find((line) => field in line) ?? assert.fail(`no line with ${field}`)
