import { randomUUID } from 'node:crypto'
import { ANY, binaryEvent, NO_STREAM, STREAM_EXISTS } from '@eventstore/db-client'
import { describe, expect, it } from 'vitest'
import { connect, event, events, rejection, serverAndClient, typesOf, unary } from './support.js'

const ways = [
  ['batch', {}],
  ['unary', unary],
] as const

describe.each(ways)('An append over the %s rpc', (_name, way) => {
  it('tells the revision of its last event and a position, which grows in irregular steps', async () => {
    const { client } = await serverAndClient()
    const first = await client.appendToStream('s', events('A', 'B'), { ...way, expectedRevision: NO_STREAM })
    const second = await client.appendToStream('s', event('A'), { ...way, expectedRevision: 1n })
    const third = await client.appendToStream('s', event('A'), { ...way, expectedRevision: 2n })
    expect([first, second, third].map((result) => [result.success, result.nextExpectedRevision])).toEqual([
      [true, 1n],
      [true, 2n],
      [true, 3n],
    ])
    const positions = [first, second, third].map((result) => result.position?.commit ?? 0n)
    const [a = 0n, b = 0n, c = 0n] = positions
    expect(a > 0n && b > a && c > b).toBe(true)
    expect(b - a).not.toBe(c - b)
  })

  it('is refused with the actual revision when another revision was expected', async () => {
    const { client } = await serverAndClient()
    await client.appendToStream('s', events('A', 'B'), way)
    const stale = rejection(client.appendToStream('s', event('C'), { ...way, expectedRevision: 0n }))
    const ahead = rejection(client.appendToStream('s', event('C'), { ...way, expectedRevision: 7n }))
    const none = rejection(client.appendToStream('s', event('C'), { ...way, expectedRevision: NO_STREAM }))
    const missing = rejection(
      client.appendToStream('t', event('C'), { ...way, expectedRevision: STREAM_EXISTS }),
    )
    const type = 'wrong-expected-version'
    expect(await stale).toMatchObject({ type, streamName: 's', expectedVersion: 0n, actualVersion: 1n })
    expect(await ahead).toMatchObject({ type, expectedVersion: 7n, actualVersion: 1n })
    expect(await none).toMatchObject({ type, expectedVersion: 'no_stream', actualVersion: 1n })
    expect(await missing).toMatchObject({
      type,
      expectedVersion: 'stream_exists',
      actualVersion: 'no_stream',
    })
  })

  it('with the same ids behind the same exact revision is answered as before and writes nothing', async () => {
    const { client } = await serverAndClient()
    const batch = events('A', 'B')
    const first = await client.appendToStream('s', batch, { ...way, expectedRevision: NO_STREAM })
    await client.appendToStream('s', event('C'), { ...way, expectedRevision: 1n })
    const again = await client.appendToStream('s', batch, { ...way, expectedRevision: NO_STREAM })
    expect(again).toEqual(first)
    expect(await typesOf(client.readStream('s'))).toEqual(['A', 'B', 'C'])
  })

  it('has only one winner among many writers that expect the same revision', async () => {
    const { client } = await serverAndClient()
    await client.appendToStream('s', event('A'), way)
    const writers = Array.from({ length: 20 }, (_, index) =>
      client.appendToStream('s', event(`W${index}`), { ...way, expectedRevision: 0n }),
    )
    const results = await Promise.allSettled(writers)
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1)
    const reasons = results.flatMap((result) => (result.status === 'rejected' ? [result.reason.type] : []))
    expect(new Set(reasons)).toEqual(new Set(['wrong-expected-version']))
  })

  it('of more than the maximum size is refused whole, and the client goes on', async () => {
    const { client } = await serverAndClient()
    const data = new Uint8Array(1024 * 1024)
    const tooBig = binaryEvent({ type: 'Big', data })
    expect(await rejection(client.appendToStream('s', [event('A'), tooBig], way))).toMatchObject({
      type: 'maximum-append-size-exceeded',
      maxAppendSize: 1024 * 1024,
    })
    const result = await client.appendToStream('s', event('A'), { ...way, expectedRevision: NO_STREAM })
    expect(result.nextExpectedRevision).toBe(0n)
  })

  it('of no events succeeds without a position', async () => {
    const { client } = await serverAndClient()
    await client.appendToStream('s', event('A'), way)
    const result = await client.appendToStream('s', [], { ...way, expectedRevision: ANY })
    expect(result).toEqual({ success: true, nextExpectedRevision: 0n, position: undefined })
  })
})

describe('An append', () => {
  it('without an exact revision is known as repeated only until the server restarts', async () => {
    const { server, client } = await serverAndClient()
    const batch = events('A', 'B')
    await client.appendToStream('s', batch, unary)
    await client.appendToStream('s', batch, unary)
    expect(await typesOf(client.readStream('s'))).toEqual(['A', 'B'])
    await server.restart()
    const again = connect(server)
    await again.appendToStream('s', batch, unary)
    expect(await typesOf(again.readStream('s'))).toEqual(['A', 'B', 'A', 'B'])
  })

  it('in many chunks is one append', async () => {
    const { client } = await serverAndClient()
    const many = Array.from({ length: 50 }, (_, index) => event(`E${index}`))
    const result = await client.appendToStream('s', many, {
      expectedRevision: NO_STREAM,
      batchAppendSize: 500,
    })
    expect(result.nextExpectedRevision).toBe(49n)
    expect(await typesOf(client.readStream('s'))).toEqual(many.map(({ type }) => type))
  })

  it('over the batch rpc times out at once when its deadline has passed by the clock of the server', async () => {
    const { client } = await serverAndClient()
    expect(await rejection(client.appendToStream('s', event('A'), { deadline: -1000 }))).toMatchObject({
      type: 'deadline-exceeded',
    })
    expect(await rejection(typesOf(client.readStream('s')))).toMatchObject({ type: 'stream-not-found' })
  })

  it('needs an id that is a GUID, and a type', async () => {
    const { client } = await serverAndClient()
    const bad = event('A', 'no-guid')
    expect(await rejection(client.appendToStream('s', bad))).toMatchObject({ type: 'unknown' })
    expect(await rejection(client.appendToStream('s', bad, unary))).toMatchObject({
      type: 'unknown',
      code: 3,
    })
    expect(await rejection(client.appendToStream('s', event('', randomUUID()), unary))).toMatchObject({
      code: 3,
    })
  })
})
