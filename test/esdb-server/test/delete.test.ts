import { FORWARDS, NO_STREAM, STREAM_EXISTS } from '@eventstore/db-client'
import { describe, expect, it } from 'vitest'
import { event, events, rejection, serverAndClient, typesOf, unary } from './support.js'

describe('A deleted stream', () => {
  it('is not found, stays in the whole log, and goes on counting when it is written again', async () => {
    const { client } = await serverAndClient()
    await client.appendToStream('s', events('A', 'B'))
    const { position } = await client.deleteStream('s')
    expect(position).toBeDefined()
    expect(await rejection(typesOf(client.readStream('s')))).toMatchObject({ type: 'stream-not-found' })
    expect(await typesOf(client.readAll())).toEqual(['A', 'B', '$metadata'])
    const again = await client.appendToStream('s', event('C'), { expectedRevision: NO_STREAM })
    expect(again.nextExpectedRevision).toBe(2n)
    expect(await typesOf(client.readStream('s'))).toEqual(['C'])
  })

  it('does not exist for a writer that needs it to exist', async () => {
    const { client } = await serverAndClient()
    await client.appendToStream('s', event('A'))
    await client.deleteStream('s')
    const append = client.appendToStream('s', event('B'), { ...unary, expectedRevision: STREAM_EXISTS })
    expect(await rejection(append)).toMatchObject({ type: 'stream-deleted', streamName: 's' })
  })

  it('must have been there, at the revision that was expected', async () => {
    const { client } = await serverAndClient()
    await client.appendToStream('s', events('A', 'B'))
    const type = 'wrong-expected-version'
    expect(await rejection(client.deleteStream('nobody'))).toMatchObject({ type, actualVersion: -1n })
    expect(await rejection(client.deleteStream('s', { expectedRevision: 0n }))).toMatchObject({
      type,
      streamName: 's',
      expectedVersion: 0n,
      actualVersion: 1n,
    })
  })
})

describe('A tombstone', () => {
  it('makes a stream unusable for ever, over both rpcs', async () => {
    const { client } = await serverAndClient()
    await client.appendToStream('s', event('A'))
    await client.tombstoneStream('s', { expectedRevision: 0n })
    const gone = { type: 'stream-deleted', streamName: 's' }
    expect(await rejection(client.appendToStream('s', event('B')))).toMatchObject(gone)
    expect(await rejection(client.appendToStream('s', event('B'), unary))).toMatchObject(gone)
    expect(await rejection(typesOf(client.readStream('s')))).toMatchObject(gone)
    expect(await rejection(client.tombstoneStream('s'))).toMatchObject(gone)
    expect(await typesOf(client.readAll({ direction: FORWARDS }))).toEqual(['A', '$streamDeleted'])
  })
})

describe('Metadata of a stream', () => {
  it('cuts what its readers see by count and by revision, but not the whole log', async () => {
    const { client } = await serverAndClient()
    await client.appendToStream('s', events('A', 'B', 'C', 'D'))
    await client.setStreamMetadata('s', { maxCount: 2 })
    expect(await typesOf(client.readStream('s'))).toEqual(['C', 'D'])
    await client.setStreamMetadata('s', { truncateBefore: 3 })
    expect(await typesOf(client.readStream('s'))).toEqual(['D'])
    await client.setStreamMetadata('s', { truncateBefore: 4 })
    expect(await typesOf(client.readStream('s'))).toEqual([])
    expect((await client.getStreamMetadata('s')).metadata).toEqual({ truncateBefore: 4 })
    expect(await typesOf(client.readStream('$$s'))).toEqual(['$metadata'])
    expect((await typesOf(client.readAll())).filter((type) => type !== '$metadata')).toEqual([
      'A',
      'B',
      'C',
      'D',
    ])
  })
})
