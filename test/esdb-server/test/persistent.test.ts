import { once } from 'node:events'
import {
  type EventStoreDBClient,
  type PersistentSubscriptionToStreamSettings,
  persistentSubscriptionToAllSettingsFromDefaults,
  persistentSubscriptionToStreamSettingsFromDefaults,
  START,
  streamNameFilter,
} from '@eventstore/db-client'
import { describe, expect, it } from 'vitest'
import { connect, event, events, later, nextError, rejection, serverAndClient, take } from './support.js'

const settings = (changes: Partial<PersistentSubscriptionToStreamSettings> = {}) =>
  persistentSubscriptionToStreamSettingsFromDefaults({ startFrom: START, ...changes })

const join = (client: EventStoreDBClient, bufferSize = 10) => {
  const subscription = client.subscribeToPersistentSubscriptionToStream('s', 'g', { bufferSize })
  later(() => subscription.unsubscribe())
  return { subscription, source: subscription[Symbol.asyncIterator]() }
}

const info = async (client: EventStoreDBClient) =>
  (await client.getPersistentSubscriptionToStreamInfo('s', 'g')).stats

const typesIn = (items: readonly { event?: { type: string } }[]) => items.map((item) => item.event?.type)

describe('A group of a persistent subscription', () => {
  it('hands out every event until it is acknowledged, and no more at once than the buffer holds', async () => {
    const { client } = await serverAndClient()
    await client.createPersistentSubscriptionToStream('s', 'g', settings())
    await client.appendToStream('s', events('A', 'B', 'C'))
    const { subscription, source } = join(client, 2)
    const [a, b] = await take(source, 2)
    expect((await info(client)).totalInFlightMessages).toBe(2)
    if (a !== undefined && b !== undefined) await subscription.ack(a, b)
    const [c] = await take(source, 1)
    expect(typesIn([a, b, c].flatMap((item) => item ?? []))).toEqual(['A', 'B', 'C'])
    if (c !== undefined) await subscription.ack(c)
    await expect.poll(async () => (await info(client)).totalInFlightMessages).toBe(0)
    await client.appendToStream('s', event('D'))
    expect(typesIn(await take(source, 1))).toEqual(['D'])
  })

  it('tries a refused event again and counts, and parks it when it was tried too often', async () => {
    const { client } = await serverAndClient()
    await client.createPersistentSubscriptionToStream('s', 'g', settings({ maxRetryCount: 2 }))
    await client.appendToStream('s', event('A'))
    const { subscription, source } = join(client)
    const counts: number[] = []
    for (let index = 0; index < 3; index += 1) {
      const [tried] = await take(source, 1)
      if (tried === undefined) throw new Error('nothing came')
      counts.push(tried.retryCount)
      await subscription.nack('retry', 'not now', tried)
    }
    expect(counts).toEqual([0, 1, 2])
    await expect.poll(async () => (await info(client)).parkedMessageCount).toBe(1n)
  })

  it('tries an event again that was not answered in time', async () => {
    const { client } = await serverAndClient({ tickMilliseconds: 10 })
    await client.createPersistentSubscriptionToStream('s', 'g', settings({ messageTimeout: 50 }))
    await client.appendToStream('s', event('A'))
    const { subscription, source } = join(client)
    const [first, second] = await take(source, 2)
    expect([first?.retryCount, second?.retryCount]).toEqual([0, 1])
    expect(second?.event?.id).toBe(first?.event?.id)
    if (second !== undefined) await subscription.ack(second)
  })

  it('parks what is refused for good, forgets what is skipped, and replays the parked on demand', async () => {
    const { client } = await serverAndClient()
    await client.createPersistentSubscriptionToStream('s', 'g', settings())
    await client.appendToStream('s', events('Park', 'Skip'))
    const { subscription, source } = join(client)
    const [park, skip] = await take(source, 2)
    if (park === undefined || skip === undefined) throw new Error('nothing came')
    await subscription.nack('park', 'poison', park)
    await subscription.nack('skip', 'whatever', skip)
    await expect.poll(async () => (await info(client)).parkedMessageCount).toBe(1n)
    expect((await info(client)).totalInFlightMessages).toBe(0)
    await client.replayParkedMessagesToStream('s', 'g')
    const [replayed] = await take(source, 1)
    expect([replayed?.event?.type, replayed?.retryCount]).toEqual(['Park', 0])
    expect((await info(client)).parkedMessageCount).toBe(0n)
    if (replayed !== undefined) await subscription.ack(replayed)
    await expect.poll(async () => (await info(client)).totalInFlightMessages).toBe(0)
  })

  it('gives what a lost client held to another one', async () => {
    const { server, client } = await serverAndClient()
    await client.createPersistentSubscriptionToStream('s', 'g', settings())
    await client.appendToStream('s', events('A', 'B'))
    const lost = join(connect(server))
    await take(lost.source, 2)
    const other = join(client)
    await once(other.subscription, 'confirmation')
    await lost.subscription.unsubscribe()
    const taken = await take(other.source, 2)
    expect(typesIn(taken)).toEqual(['A', 'B'])
    expect(taken.map((item) => item.retryCount)).toEqual([1, 1])
  })

  it('shares the events out among its clients in turn', async () => {
    const { server, client } = await serverAndClient()
    await client.createPersistentSubscriptionToStream('s', 'g', settings())
    const one = join(client)
    await once(one.subscription, 'confirmation')
    const two = join(connect(server))
    await once(two.subscription, 'confirmation')
    await client.appendToStream('s', events('A', 'B', 'C', 'D'))
    expect(typesIn(await take(one.source, 2))).toEqual(['A', 'C'])
    expect(typesIn(await take(two.source, 2))).toEqual(['B', 'D'])
  })

  it('takes no more clients than it may', async () => {
    const { client } = await serverAndClient()
    await client.createPersistentSubscriptionToStream('s', 'g', settings({ maxSubscriberCount: 1 }))
    await once(join(client).subscription, 'confirmation')
    expect(await nextError(join(client).subscription)).toMatchObject({
      type: 'maximum-subscribers-reached',
      streamName: 's',
      groupName: 'g',
    })
  })

  it('exists once, and not before it was made or after it was deleted', async () => {
    const { client } = await serverAndClient()
    const missing = { type: 'persistent-subscription-does-not-exist', streamName: 's', groupName: 'g' }
    expect(await nextError(join(client).subscription)).toMatchObject(missing)
    await client.createPersistentSubscriptionToStream('s', 'g', settings())
    expect(await rejection(client.createPersistentSubscriptionToStream('s', 'g', settings()))).toMatchObject({
      type: 'persistent-subscription-exists',
    })
    const { subscription } = join(client)
    await once(subscription, 'confirmation')
    const dropped = nextError(subscription)
    await client.deletePersistentSubscriptionToStream('s', 'g')
    expect(await dropped).toMatchObject({ type: 'persistent-subscription-dropped' })
    expect(await rejection(client.deletePersistentSubscriptionToStream('s', 'g'))).toMatchObject(missing)
  })

  it('survives a restart, and repeats what was acknowledged since its last checkpoint', async () => {
    const { server, client } = await serverAndClient()
    const eager = { checkPointUpperBound: 2, checkPointLowerBound: 1 }
    await client.createPersistentSubscriptionToStream('s', 'g', settings(eager))
    await client.appendToStream('s', events('A', 'B', 'C'))
    const { subscription, source } = join(client)
    subscription.on('error', () => undefined)
    for (const item of await take(source, 3)) await subscription.ack(item)
    await expect.poll(async () => (await info(client)).totalInFlightMessages).toBe(0)
    await server.restart()
    const again = join(connect(server))
    expect(typesIn(await take(again.source, 1))).toEqual(['C'])
  })

  it('on the whole log has a filter', async () => {
    const { client } = await serverAndClient()
    const all = persistentSubscriptionToAllSettingsFromDefaults({ startFrom: START })
    await client.createPersistentSubscriptionToAll('g', all, {
      filter: streamNameFilter({ prefixes: ['seat-'] }),
    })
    await client.appendToStream('other', event('X'))
    await client.appendToStream('seat-1', event('A'))
    const subscription = client.subscribeToPersistentSubscriptionToAll('g')
    later(() => subscription.unsubscribe())
    expect(typesIn(await take(subscription[Symbol.asyncIterator](), 1))).toEqual(['A'])
    const [listed] = await client.listAllPersistentSubscriptions()
    expect([listed?.eventSource, listed?.groupName]).toEqual(['$all', 'g'])
  })
})
