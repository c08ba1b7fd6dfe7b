import { once } from 'node:events'
import { END, type Position, streamNameFilter } from '@eventstore/db-client'
import { describe, expect, it } from 'vitest'
import { event, events, nextError, serverAndClient, take } from './support.js'

const typesIn = (items: readonly { event?: { type: string } }[]) => items.map((item) => item.event?.type)

describe('A subscription to a stream', () => {
  it('delivers what is there behind the given revision, then what comes', async () => {
    const { client } = await serverAndClient()
    await client.appendToStream('s', events('A', 'B', 'C'))
    const subscription = client.subscribeToStream('s', { fromRevision: 0n })
    const source = subscription[Symbol.asyncIterator]()
    expect(typesIn(await take(source, 2))).toEqual(['B', 'C'])
    await client.appendToStream('other', event('X'))
    await client.appendToStream('s', event('D'))
    expect(typesIn(await take(source, 1))).toEqual(['D'])
    await subscription.unsubscribe()
  })

  it('waits for a stream that is not there yet, and says at once that it has caught up', async () => {
    const { client } = await serverAndClient()
    const subscription = client.subscribeToStream('s')
    await once(subscription, 'caughtUp')
    await client.appendToStream('s', event('A'))
    expect(typesIn(await take(subscription[Symbol.asyncIterator](), 1))).toEqual(['A'])
    await subscription.unsubscribe()
  })

  it('ends with an error when the stream is tombstoned', async () => {
    const { client } = await serverAndClient()
    await client.appendToStream('s', event('A'))
    const subscription = client.subscribeToStream('s', { fromRevision: END })
    await once(subscription, 'caughtUp')
    const failed = nextError(subscription)
    await client.tombstoneStream('s')
    expect(await failed).toMatchObject({ type: 'stream-deleted' })
  })
})

describe('A filtered subscription to the whole log', () => {
  it('delivers only streams with the prefix, in commit order, and resumes behind a position', async () => {
    const { client } = await serverAndClient()
    await client.appendToStream('seat-1', event('A'))
    await client.appendToStream('other', event('X'))
    const { position } = await client.appendToStream('seat-2', event('B'))
    const filter = streamNameFilter({ prefixes: ['seat-'] })
    const first = client.subscribeToAll({ filter })
    expect(typesIn(await take(first[Symbol.asyncIterator](), 2))).toEqual(['A', 'B'])
    await first.unsubscribe()
    const second = client.subscribeToAll({
      filter,
      ...(position === undefined ? {} : { fromPosition: position }),
    })
    await once(second, 'caughtUp')
    await client.appendToStream('seat-1', event('C'))
    expect(typesIn(await take(second[Symbol.asyncIterator](), 1))).toEqual(['C'])
    await second.unsubscribe()
  })

  it('tells checkpoints while only foreign events pass, none twice and none backwards', async () => {
    const { client } = await serverAndClient()
    for (let index = 0; index < 10; index += 1) await client.appendToStream(`foreign-${index}`, event('X'))
    const checkpoints: Position[] = []
    const filter = streamNameFilter({
      prefixes: ['seat-'],
      maxSearchWindow: 4,
      checkpointReached: (_subscription, position) => {
        checkpoints.push(position)
      },
    })
    const subscription = client.subscribeToAll({ filter })
    subscription.resume()
    await once(subscription, 'caughtUp')
    // Three pages of four: one checkpoint behind each full page, and one for the last page at the transition.
    expect(checkpoints).toHaveLength(3)
    for (let index = 0; index < 8; index += 1) await client.appendToStream(`foreign-${index}`, event('X'))
    await expect.poll(() => checkpoints.length).toBe(5)
    const commits = checkpoints.map(({ commit }) => commit)
    expect(commits).toEqual([...new Set(commits)].sort((a, b) => (a < b ? -1 : 1)))
    await subscription.unsubscribe()
  })

  it('does not tell the same checkpoint again when it falls behind and catches up without a match', async () => {
    const { client } = await serverAndClient()
    const checkpoints: Position[] = []
    const filter = streamNameFilter({
      prefixes: ['seat-'],
      maxSearchWindow: 1000,
      checkpointReached: (_subscription, position) => {
        checkpoints.push(position)
      },
    })
    const subscription = client.subscribeToAll({ filter })
    subscription.resume()
    for (let round = 0; round < 3; round += 1) {
      const caughtUp = once(subscription, 'caughtUp')
      const foreign = Array.from({ length: 40 }, () => event('X'))
      if (round > 0) await client.appendToStream('foreign', foreign)
      await caughtUp
    }
    expect(checkpoints).toEqual([{ commit: 0n, prepare: 0n }])
    await subscription.unsubscribe()
  })

  it('gets no checkpoint for starting at the head', async () => {
    const { client } = await serverAndClient()
    await client.appendToStream('foreign', event('X'))
    const checkpoints: Position[] = []
    const filter = streamNameFilter({
      prefixes: ['seat-'],
      checkpointReached: (_subscription, position) => {
        checkpoints.push(position)
      },
    })
    const subscription = client.subscribeToAll({ filter, fromPosition: END })
    await once(subscription, 'caughtUp')
    expect(checkpoints).toEqual([])
    await subscription.unsubscribe()
  })
})

describe('A slow subscriber', () => {
  it('holds the server up instead of losing events, and catches up again', async () => {
    const { server, client } = await serverAndClient()
    const data = 'x'.repeat(2000)
    const subscription = client.subscribeToAll({ fromPosition: END }, { highWaterMark: 1 })
    await once(subscription, 'caughtUp')
    let caughtUp = 0
    subscription.on('caughtUp', () => {
      caughtUp += 1
    })
    const many = Array.from({ length: 400 }, (_, index) => ({ ...event(`E${index}`), data: { data } }))
    await client.appendToStream('s', many)
    const sentUnread = server.calls.open.find(({ rpc }) => rpc === 'subscribe')?.sent ?? 0
    expect(sentUnread).toBeLessThan(200)
    const read = await take(subscription[Symbol.asyncIterator](), 400)
    expect(typesIn(read)).toEqual(many.map(({ type }) => type))
    await expect.poll(() => caughtUp).toBe(1)
    await subscription.unsubscribe()
    await expect.poll(() => server.calls.open.filter(({ rpc }) => rpc === 'subscribe')).toEqual([])
  })
})
