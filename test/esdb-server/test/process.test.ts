import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type ProcessOptions, spawnServer } from '../src/index.js'
import { connect, event, events, later, rejection, typesOf, unary } from './support.js'

const start = async (options: ProcessOptions = {}) => {
  const server = await spawnServer(options)
  later(() => server.kill())
  return server
}

describe('A server in a process of its own', () => {
  it('has its data again after a kill -9, on the same port', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'esdb-'))
    later(async () => {
      rmSync(folder, { recursive: true })
    })
    const data = join(folder, 'log.jsonl')
    const first = await start({ data })
    await connect(first).appendToStream('s', events('A', 'B'), unary)
    expect(await first.kill()).toEqual({ code: null, signal: 'SIGKILL' })
    const second = await start({ data, port: first.port })
    expect(second.port).toBe(first.port)
    const client = connect(second)
    expect(await typesOf(client.readStream('s'))).toEqual(['A', 'B'])
    const next = await client.appendToStream('s', event('C'), { ...unary, expectedRevision: 1n })
    expect(next.nextExpectedRevision).toBe(2n)
  })

  it('leaves on SIGTERM by itself', async () => {
    const server = await start()
    expect(await server.kill('SIGTERM')).toEqual({ code: 0, signal: null })
  })

  it('can be started with a storm in it', async () => {
    const server = await start({ resetOneAppendIn: 1, seed: 3 })
    const append = connect(server).appendToStream('s', event('A'), unary)
    expect(await rejection(append)).toMatchObject({ type: 'unavailable' })
  })
})
