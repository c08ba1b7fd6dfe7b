import { once } from 'node:events'
import { NO_STREAM } from '@eventstore/db-client'
import { describe, expect, it } from 'vitest'
import {
  connect,
  event,
  events,
  nextError,
  rejection,
  serverAndClient,
  startProxy,
  startServer,
  take,
  typesOf,
  unary,
} from './support.js'

describe('A server', () => {
  it('that is stopped refuses, and comes back on its port with its data', async () => {
    const { server, client } = await serverAndClient()
    await client.appendToStream('s', events('A', 'B'), unary)
    const { port } = server
    await server.stop()
    expect(await rejection(client.appendToStream('s', event('C'), unary))).toMatchObject({
      type: 'unavailable',
    })
    await server.restart()
    expect(server.port).toBe(port)
    const again = connect(server)
    expect(await typesOf(again.readStream('s'))).toEqual(['A', 'B'])
    const repeated = await again.appendToStream('s', event('C'), { ...unary, expectedRevision: 1n })
    expect(repeated.nextExpectedRevision).toBe(2n)
  })

  it('that is stopped breaks the subscriptions to it', async () => {
    const { server, client } = await serverAndClient()
    const subscription = client.subscribeToAll()
    await once(subscription, 'caughtUp')
    const failed = nextError(subscription)
    await server.stop()
    expect(await failed).toMatchObject({ type: 'unavailable' })
    expect(server.calls.open).toEqual([])
  })

  it('that asks its clients to go lets running appends finish', async () => {
    const { server, client } = await serverAndClient()
    let release: () => void = () => undefined
    const until = new Promise<void>((resolve) => {
      release = resolve
    })
    const planned = server.faults.once({ on: 'append', do: { until } })
    const append = client.appendToStream('s', event('A'), { ...unary, expectedRevision: NO_STREAM })
    await planned.happened
    server.goAway()
    release()
    expect((await append).nextExpectedRevision).toBe(0n)
    await client.appendToStream('s', event('B'), { ...unary, expectedRevision: 0n })
  })
})

describe('A proxy', () => {
  it('that resets is a cut cable: the call fails, the next one gets through', async () => {
    const server = await startServer()
    const proxy = await startProxy(server)
    const client = connect(proxy)
    const subscription = client.subscribeToAll()
    await once(subscription, 'caughtUp')
    const failed = nextError(subscription)
    proxy.reset()
    expect(await failed).toMatchObject({ type: 'unavailable' })
    await client.appendToStream('s', event('A'), unary)
    expect(server.store.lastRevision('s')).toBe(0n)
  })

  it('that refuses is a port nobody listens on, until it passes again', async () => {
    const server = await startServer()
    const proxy = await startProxy(server)
    const client = connect(proxy)
    await client.appendToStream('s', event('A'), unary)
    await proxy.refuse()
    expect(await rejection(connect(proxy).appendToStream('s', event('B'), unary))).toMatchObject({
      type: 'unavailable',
    })
    await proxy.pass()
    await connect(proxy).appendToStream('s', event('B'), unary)
    expect(server.store.lastRevision('s')).toBe(1n)
  })

  it('that is a black hole swallows without a word, and delivers late when it passes again', async () => {
    const server = await startServer()
    const proxy = await startProxy(server)
    const client = connect(proxy)
    await client.appendToStream('s', event('A'), unary)
    proxy.blackhole()
    const append = client.appendToStream('s', event('B'), { ...unary, deadline: 300 })
    expect(await rejection(append)).toMatchObject({ type: 'deadline-exceeded' })
    expect(server.store.lastRevision('s')).toBe(0n)
    const subscription = client.subscribeToStream('s')
    await proxy.pass()
    const read = await take(subscription[Symbol.asyncIterator](), 1)
    expect(read[0]?.event?.type).toBe('A')
    await subscription.unsubscribe()
  })

  it('that is a black hole is noticed by keepalive', async () => {
    const server = await startServer()
    const proxy = await startProxy(server)
    const client = connect(proxy, '&keepAliveInterval=300&keepAliveTimeout=300')
    const subscription = client.subscribeToAll()
    await once(subscription, 'caughtUp')
    const failed = nextError(subscription)
    proxy.blackhole()
    expect(await failed).toMatchObject({ type: 'unavailable' })
  })
})
