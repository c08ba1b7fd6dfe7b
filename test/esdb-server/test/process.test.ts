import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { connect, event, events, later, typesOf, unary } from './support.js'

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url))
const here = fileURLToPath(new URL('..', import.meta.url))

interface Announcement {
  readonly connectionString: string
  readonly port: number
  readonly pid: number
}

const spawnServer = async (...options: readonly string[]) => {
  const child = spawn(process.execPath, ['--import', 'tsx', main, ...options], {
    cwd: here,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  later(() => kill(child))
  const [line] = await once(createInterface({ input: child.stdout }), 'line')
  const announcement: Announcement = JSON.parse(line)
  return { child, ...announcement }
}

const kill = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  await gone
}

describe('A server in a process of its own', () => {
  it('has its data again after a kill -9, on the same port', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'esdb-'))
    later(async () => {
      rmSync(folder, { recursive: true })
    })
    const data = join(folder, 'log.jsonl')
    const first = await spawnServer('--data', data)
    await connect(first).appendToStream('s', events('A', 'B'), unary)
    await kill(first.child)
    const second = await spawnServer('--data', data, '--port', first.port.toString())
    expect(second.port).toBe(first.port)
    const client = connect(second)
    expect(await typesOf(client.readStream('s'))).toEqual(['A', 'B'])
    const next = await client.appendToStream('s', event('C'), { ...unary, expectedRevision: 1n })
    expect(next.nextExpectedRevision).toBe(2n)
  })

  it('leaves on SIGTERM by itself', async () => {
    const { child } = await spawnServer()
    const exit = once(child, 'exit')
    child.kill('SIGTERM')
    expect(await exit).toEqual([0, null])
  })
})
