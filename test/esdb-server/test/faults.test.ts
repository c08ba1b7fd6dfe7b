import { once } from 'node:events'
import { EventStoreDBClient, NO_STREAM } from '@eventstore/db-client'
import { describe, expect, it } from 'vitest'
import { connect, event, events, later, nextError, rejection, serverAndClient, startServer, take, typesOf, unary } from './support.js'

const noStream = { ...unary, expectedRevision: NO_STREAM } as const

describe('A fault of an append', () => {
  it('before the commit leaves nothing behind', async () => {
    const { server, client } = await serverAndClient()
    server.faults.once({ on: 'append', stream: 's', at: 'before-commit', do: 'reset' })
    expect(await rejection(client.appendToStream('s', event('A'), noStream))).toMatchObject({ type: 'unavailable' })
    expect(server.store.lastRevision('s')).toBe(-1n)
    expect((await client.appendToStream('s', event('A'), noStream)).nextExpectedRevision).toBe(0n)
  })

  it('after the commit loses only the answer, and the retry with the same ids gets it', async () => {
    const { server, client } = await serverAndClient()
    const batch = events('A', 'B')
    server.faults.once({ on: 'append', at: 'after-commit', do: 'reset' })
    expect(await rejection(client.appendToStream('s', batch, noStream))).toMatchObject({ type: 'unavailable' })
    expect(server.store.lastRevision('s')).toBe(1n)
    expect((await client.appendToStream('s', batch, noStream)).nextExpectedRevision).toBe(1n)
    expect(server.store.lastRevision('s')).toBe(1n)
  })

  it('is for one stream only, and as often as it was planned', async () => {
    const { server, client } = await serverAndClient()
    const planned = server.faults.times(2, { on: 'append', stream: /^seat-/, do: 'aborted' })
    await client.appendToStream('other', event('A'), unary)
    expect(await rejection(client.appendToStream('seat-1', event('A'), unary))).toMatchObject({ type: 'timeout' })
    expect(await rejection(client.appendToStream('seat-2', event('A'), unary))).toMatchObject({ type: 'timeout' })
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
    const storm = async (seed: number) => {
      const server = await startServer()
      const planned = server.faults.sometimes(
        { oneIn: 20, seed },
        { on: 'append', at: 'before-commit', do: 'reset' },
        { on: 'append', at: 'after-commit', do: 'reset' },
      )
      const times = Array.from({ length: 2000 }, () => server.faults.take({ on: 'append', stream: 's' })?.at)
      return { fired: planned.fired, times }
    }
    return Promise.all([storm(1), storm(1), storm(2)]).then(([one, same, other]) => {
      expect(one).toEqual(same)
      expect(one.times).not.toEqual(other.times)
      expect(one.fired).toBeGreaterThan(60)
      expect(one.fired).toBeLessThan(140)
      expect(one.times.filter((at) => at === 'before-commit').length).toBeGreaterThan(20)
      expect(one.times.filter((at) => at === 'after-commit').length).toBeGreaterThan(20)
    })
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
      const append = () => client.appendToStream('s', proposed, { ...unary, expectedRevision })
      let done = false
      while (!done) done = await append().then(() => true, () => false)
    }
    expect(storm.fired).toBeGreaterThan(5)
    server.faults.clear()
    const types = Array.from({ length: 100 }, (_, index) => `E${index}`)
    expect(await typesOf(client.readStream('s'))).toEqual(types)
  })
})

describe('A fault of a subscription', () => {
  it('ends it without a word after so many events', async () => {
    const { server, client } = await serverAndClient()
    await client.appendToStream('s', events('A', 'B', 'C'))
    server.faults.once({ on: 'subscribe', stream: 's', after: 2, do: 'end' })
    expect(await typesOf(client.subscribeToStream('s'))).toEqual(['A', 'B'])
  })

  it('delivers an event twice', async () => {
    const { server, client } = await serverAndClient()
    await client.appendToStream('s', events('A', 'B', 'C'))
    server.faults.once({ on: 'subscribe', after: 2, do: 'duplicate' })
    const subscription = client.subscribeToStream('s')
    const read = await take(subscription[Symbol.asyncIterator](), 4)
    expect(read.map((item) => item.event?.type)).toEqual(['A', 'B', 'B', 'C'])
    await subscription.unsubscribe()
  })

  it('breaks a live one at its next event', async () => {
    const { server, client } = await serverAndClient()
    const subscription = client.subscribeToAll()
    subscription.resume()
    await once(subscription, 'caughtUp')
    server.faults.once({ on: 'subscribe', stream: '$all', after: 1, do: 'reset' })
    const failed = nextError(subscription)
    await connect(server).appendToStream('s', event('A'), unary)
    expect(await failed).toMatchObject({ type: 'unavailable' })
  })

  it('can tell a checkpoint at the end of all numbers, as some servers did', async () => {
    const { server, client } = await serverAndClient()
    await client.appendToStream('foreign', event('X'))
    server.faults.once({ on: 'checkpoint', do: 'max' })
    const told = new Promise((resolve) => {
      const subscription = client.subscribeToAll({
        filter: { filterOn: 'streamName', prefixes: ['seat-'], checkpointInterval: 1, checkpointReached: (_, position) => { resolve(position) } },
      })
      subscription.resume()
      later(() => subscription.unsubscribe())
    })
    expect(await told).toEqual({ commit: 2n ** 64n - 1n, prepare: 2n ** 64n - 1n })
  })
})

describe('A fault of a read', () => {
  it('breaks it in the middle', async () => {
    const { server, client } = await serverAndClient()
    await client.appendToStream('s', events('A', 'B', 'C'))
    server.faults.once({ on: 'read', stream: 's', after: 1, do: 'unavailable' })
    expect(await rejection(typesOf(client.readStream('s')))).toMatchObject({ type: 'unavailable' })
    expect(await typesOf(client.readStream('s'))).toEqual(['A', 'B', 'C'])
  })
})

describe('A fault of the features', () => {
  it('unimplemented is an old server: the client falls back to the unary append', async () => {
    const { server, client } = await serverAndClient()
    server.faults.always({ on: 'features', do: 'unimplemented' })
    await client.appendToStream('s', event('A'))
    expect([server.calls.count('append'), server.calls.count('batch-append')]).toEqual([1, 0])
  })

  it('internal poisons the client for batch appends for ever, as measured', async () => {
    const { server, client } = await serverAndClient()
    server.faults.once({ on: 'features', do: 'internal' })
    expect(await rejection(client.appendToStream('s', event('A')))).toMatchObject({ code: 13 })
    expect(await rejection(client.appendToStream('s', event('A')))).toMatchObject({ code: 13 })
    await connect(server).appendToStream('s', event('A'))
  })
})

describe('Gossip', () => {
  it('leads a discovering client to the leader', async () => {
    const leader = await startServer()
    const follower = await startServer({
      store: leader.store,
      members: () => [
        { host: '127.0.0.1', port: follower.port, state: 'follower', alive: true },
        { host: '127.0.0.1', port: leader.port, state: 'leader', alive: true },
      ],
    })
    const nodes = `127.0.0.1:${follower.port},127.0.0.1:${follower.port}`
    const client = EventStoreDBClient.connectionString(`esdb://${nodes}?tls=false&nodePreference=leader`)
    later(() => client.dispose())
    await client.appendToStream('s', event('A'))
    expect([leader.calls.count('batch-append'), follower.calls.count('batch-append')]).toEqual([1, 0])
  })
})
