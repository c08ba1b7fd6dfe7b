import { NO_STREAM, UnavailableError } from '@eventstore/db-client'
import { describe, expect, it } from 'vitest'
import { FaultPlan } from '../src/index.js'
import { event, events, rejection, serverAndClient, startServer, typesOf, unary } from './support.js'

const untilDone = async <Result>(attempt: () => Promise<Result>): Promise<Result> => {
  for (;;) {
    try {
      return await attempt()
    } catch (error) {
      if (!(error instanceof UnavailableError)) throw error
    }
  }
}

const noStream = { ...unary, expectedRevision: NO_STREAM } as const

describe('A fault of an append', () => {
  it('before the commit leaves nothing behind', async () => {
    const { server, client } = await serverAndClient()
    server.faults.once({ on: 'append', stream: 's', at: 'before-commit', do: 'reset' })
    expect(await rejection(client.appendToStream('s', event('A'), noStream))).toMatchObject({
      type: 'unavailable',
    })
    expect(server.store.lastRevision('s')).toBe(-1n)
    expect((await client.appendToStream('s', event('A'), noStream)).nextExpectedRevision).toBe(0n)
  })

  it('after the commit loses only the answer, and the retry with the same ids gets it', async () => {
    const { server, client } = await serverAndClient()
    const batch = events('A', 'B')
    server.faults.once({ on: 'append', at: 'after-commit', do: 'reset' })
    expect(await rejection(client.appendToStream('s', batch, noStream))).toMatchObject({
      type: 'unavailable',
    })
    expect(server.store.lastRevision('s')).toBe(1n)
    expect((await client.appendToStream('s', batch, noStream)).nextExpectedRevision).toBe(1n)
    expect(server.store.lastRevision('s')).toBe(1n)
  })

  it('is for one stream only, and as often as it was planned', async () => {
    const { server, client } = await serverAndClient()
    const planned = server.faults.times(2, { on: 'append', stream: /^seat-/, do: 'aborted' })
    await client.appendToStream('other', event('A'), unary)
    expect(await rejection(client.appendToStream('seat-1', event('A'), unary))).toMatchObject({
      type: 'timeout',
    })
    expect(await rejection(client.appendToStream('seat-2', event('A'), unary))).toMatchObject({
      type: 'timeout',
    })
    await client.appendToStream('seat-1', event('A'), unary)
    expect(planned.fired).toBe(2)
  })

  it.each([
    ['unavailable', { type: 'unavailable' }],
    ['cancelled', { type: 'cancelled' }],
    ['aborted', { type: 'timeout' }],
    ['access-denied', { type: 'access-denied' }],
    ['leader-unknown', { type: 'unknown' }],
    ['internal', { type: 'unknown', code: 13 }],
  ] as const)('%s over the unary rpc is the error the client makes of it', async (action, error) => {
    const { server, client } = await serverAndClient()
    server.faults.once({ on: 'append', do: action })
    expect(await rejection(client.appendToStream('s', event('A'), unary))).toMatchObject(error)
  })

  it.each([
    ['aborted', { type: 'deadline-exceeded' }],
    ['access-denied', { type: 'access-denied' }],
    ['unavailable', { type: 'unknown', message: 'Could not recognize Server Is Not Ready' }],
    ['leader-unknown', { type: 'unknown' }],
  ] as const)('%s over the batch rpc fails that append alone', async (action, error) => {
    const { server, client } = await serverAndClient()
    server.faults.once({ on: 'append', stream: 's', do: action })
    const failed = rejection(client.appendToStream('s', event('A')))
    const other = client.appendToStream('t', event('B'))
    expect(await failed).toMatchObject(error)
    expect((await other).nextExpectedRevision).toBe(0n)
  })

  it('that hangs is answered by nobody: a unary append ends by its own deadline and writes nothing', async () => {
    const { server, client } = await serverAndClient()
    server.faults.once({ on: 'append', do: 'hang' })
    const append = client.appendToStream('s', event('A'), { ...unary, deadline: 200 })
    expect(await rejection(append)).toMatchObject({ type: 'deadline-exceeded' })
    expect(server.store.log.length).toBe(0)
    await expect.poll(() => server.calls.open).toEqual([])
  })

  it('can wait for the test: what is cancelled meanwhile is not written', async () => {
    const { server, client } = await serverAndClient()
    let release: () => void = () => undefined
    const until = new Promise<void>((resolve) => {
      release = resolve
    })
    const planned = server.faults.once({ on: 'append', do: { until } })
    const append = rejection(client.appendToStream('s', event('A'), { ...unary, deadline: 200 }))
    await planned.happened
    expect(await append).toMatchObject({ type: 'deadline-exceeded' })
    await expect.poll(() => server.calls.open).toEqual([])
    release()
    await client.appendToStream('t', event('B'), unary)
    expect(server.store.lastRevision('s')).toBe(-1n)
  })

  it('not-leader sends the client to the leader that shares the log', async () => {
    const { server, client } = await serverAndClient()
    const leader = await startServer({ store: server.store })
    server.faults.always({ on: 'append', do: { notLeader: { host: '127.0.0.1', port: leader.port } } })
    expect(await rejection(client.appendToStream('s', event('A'), unary))).toMatchObject({
      type: 'not-leader',
      leader: { address: '127.0.0.1', port: leader.port },
    })
    await client.appendToStream('s', event('A'), unary)
    expect(leader.calls.count('append')).toBe(1)
  })
})

describe('A storm', () => {
  it('drops about one append in twenty before or after the commit, and the same ones for the same seed', () => {
    const storm = (seed: number) => {
      const faults = new FaultPlan()
      faults.sometimes(
        { oneIn: 20, seed },
        { on: 'append', at: 'before-commit', do: 'reset' },
        { on: 'append', at: 'after-commit', do: 'reset' },
      )
      return Array.from({ length: 2000 }, () => faults.take({ on: 'append', stream: 's' })?.at)
    }
    const one = storm(1)
    expect(storm(1)).toEqual(one)
    expect(storm(2)).not.toEqual(one)
    const before = one.filter((at) => at === 'before-commit').length
    const after = one.filter((at) => at === 'after-commit').length
    expect(before + after).toBeGreaterThan(60)
    expect(before + after).toBeLessThan(140)
    expect(Math.min(before, after)).toBeGreaterThan(20)
  })

  it('costs no event and makes none twice if everybody retries with the same ids and revision', async () => {
    const { server, client } = await serverAndClient()
    const storm = server.faults.sometimes(
      { oneIn: 5, seed: 7 },
      { on: 'append', at: 'before-commit', do: 'reset' },
      { on: 'append', at: 'after-commit', do: 'reset' },
    )
    for (let revision = -1n; revision < 99n; revision += 1n) {
      const proposed = event(`E${revision + 1n}`)
      const expectedRevision = revision < 0n ? NO_STREAM : revision
      await untilDone(() => client.appendToStream('s', proposed, { ...unary, expectedRevision }))
    }
    expect(storm.fired).toBeGreaterThan(5)
    server.faults.clear()
    const types = Array.from({ length: 100 }, (_, index) => `E${index}`)
    expect(await typesOf(client.readStream('s'))).toEqual(types)
  })
})
