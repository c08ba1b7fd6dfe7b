import { once } from 'node:events'
import { EventStoreDBClient } from '@eventstore/db-client'
import { describe, expect, it } from 'vitest'
import {
  connect,
  event,
  events,
  later,
  nextError,
  rejection,
  serverAndClient,
  startServer,
  take,
  typesOf,
  unary,
} from './support.js'

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
        filter: {
          filterOn: 'streamName',
          prefixes: ['seat-'],
          checkpointInterval: 1,
          checkpointReached: (_, position) => {
            resolve(position)
          },
        },
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
