import { BACKWARDS, binaryEvent, END, FORWARDS, jsonEvent, START } from '@eventstore/db-client'
import { describe, expect, it } from 'vitest'
import { event, events, rejection, serverAndClient, typesOf } from './support.js'

describe('A read of a stream', () => {
  it('goes both ways, from a revision that is included, up to a count', async () => {
    const { client } = await serverAndClient()
    await client.appendToStream('s', events('A', 'B', 'C', 'D'))
    expect(await typesOf(client.readStream('s', { fromRevision: 1n }))).toEqual(['B', 'C', 'D'])
    expect(await typesOf(client.readStream('s', { fromRevision: 1n, maxCount: 2 }))).toEqual(['B', 'C'])
    expect(await typesOf(client.readStream('s', { fromRevision: 9n }))).toEqual([])
    const backwards = { direction: BACKWARDS } as const
    expect(await typesOf(client.readStream('s', { ...backwards, fromRevision: END }))).toEqual([
      'D',
      'C',
      'B',
      'A',
    ])
    expect(await typesOf(client.readStream('s', { ...backwards, fromRevision: 1n }))).toEqual(['B', 'A'])
    expect(await typesOf(client.readStream('s', { ...backwards, fromRevision: START }))).toEqual(['A'])
  })

  it('of a stream that was never written is not found', async () => {
    const { client } = await serverAndClient()
    expect(await rejection(typesOf(client.readStream('nobody')))).toMatchObject({ type: 'stream-not-found' })
  })

  it('gives back data, metadata, id and position as they were written', async () => {
    const { client } = await serverAndClient()
    const metadata = { $correlationId: 'c', actor: 'Zoë ✓' }
    const data = { text: 'naïve 🙂', nested: { list: [1, 2.5, null] } }
    const json = jsonEvent({ type: 'Json', data, metadata })
    const bytes = binaryEvent({ type: 'Bytes', data: new Uint8Array([0, 1, 255]) })
    const before = Date.now()
    const { position } = await client.appendToStream('s', [json, bytes])
    const read = []
    for await (const resolved of client.readStream('s')) read.push(resolved)
    expect(read[0]?.event).toMatchObject({
      id: json.id,
      streamId: 's',
      revision: 0n,
      isJson: true,
      data,
      metadata,
    })
    expect(read[1]?.event).toMatchObject({ id: bytes.id, revision: 1n, isJson: false, data: bytes.data })
    expect(read[1]?.event?.position).toEqual(position)
    expect(read[1]?.commitPosition).toBe(position?.commit)
    expect(read[0]?.event?.created.getTime()).toBeGreaterThanOrEqual(before)
  })
})

describe('A read of the whole log', () => {
  it('shows every stream in commit order, forwards from a position on and backwards strictly before it', async () => {
    const { client } = await serverAndClient()
    await client.appendToStream('a', events('A1', 'A2'))
    const { position: middle = { commit: 0n, prepare: 0n } } = await client.appendToStream('b', event('B1'))
    await client.appendToStream('a', event('A3'))
    expect(await typesOf(client.readAll())).toEqual(['A1', 'A2', 'B1', 'A3'])
    expect(await typesOf(client.readAll({ fromPosition: middle, direction: FORWARDS }))).toEqual(['B1', 'A3'])
    expect(await typesOf(client.readAll({ fromPosition: middle, direction: BACKWARDS }))).toEqual([
      'A2',
      'A1',
    ])
    expect(await typesOf(client.readAll({ fromPosition: END, direction: BACKWARDS, maxCount: 1 }))).toEqual([
      'A3',
    ])
  })

  it('refuses a position that no record begins at', async () => {
    const { client } = await serverAndClient()
    const { position = { commit: 0n, prepare: 0n } } = await client.appendToStream('a', event('A'))
    const invented = { commit: position.commit + 1n, prepare: position.prepare + 1n }
    expect(await rejection(typesOf(client.readAll({ fromPosition: invented })))).toMatchObject({ code: 3 })
  })
})
