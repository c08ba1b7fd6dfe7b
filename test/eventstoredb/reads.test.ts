import { NO_STREAM } from '@seat-ledger/core'
import { describe, expect, it } from 'vitest'
import {
  anyServer,
  endOfLog,
  eventsOf,
  follow,
  freshNames,
  labelOf,
  labelsIn,
  left,
  right,
  upTo,
} from './support.js'

describe('A read, on any server', () => {
  it('R13: begins at its revision, included, takes so many, and is empty past the head; backwards as well', async () => {
    const { db, client } = await anyServer()
    const stream = freshNames().stream()
    await right(db.eventStore.append(stream, NO_STREAM, eventsOf(...upTo(10).map(String))))
    const page = await right(db.eventStore.read(stream, { from: 3, limit: 4 }))
    expect(page.map(({ revision }) => revision)).toEqual([3, 4, 5, 6])
    expect(await right(db.eventStore.read(stream, { from: 10, limit: 4 }))).toEqual([])
    const newest: bigint[] = []
    for await (const { event } of client.readStream(stream, {
      direction: 'backwards',
      fromRevision: 'end',
      maxCount: 2,
    }))
      if (event !== undefined) newest.push(event.revision)
    expect(newest).toEqual([9n, 8n])
  })

  it('R14: of a stream that does not exist it is empty', async () => {
    const { db } = await anyServer()
    expect(await labelsIn(db.eventStore, freshNames().stream())).toEqual([])
  })

  it('R15: gives data as it was given; what JSON cannot hold was refused before the client was called', async () => {
    const { db } = await anyServer()
    const stream = freshNames().stream()
    const data = {
      text: `Grüße 漢字 🪑 ${'ä'.repeat(50_000)}`,
      deep: { list: [[{ n: [0, 1.5, -7, 2 ** 53 - 1] }]] },
      none: null,
    }
    const [event] = eventsOf('x')
    if (event === undefined) return
    for (const bad of [{ n: 1n }, { n: undefined }, { n: Number.NaN }, { at: new Date(0) }, { f: () => 1 }])
      expect(await left(db.eventStore.append(stream, NO_STREAM, [{ ...event, data: bad }]))).toMatchObject({
        _tag: 'StoreRefused',
      })
    const loop: { self?: object } = {}
    loop.self = loop
    expect(await left(db.eventStore.append(stream, NO_STREAM, [{ ...event, data: loop }]))).toMatchObject({
      _tag: 'StoreRefused',
    })
    await right(db.eventStore.append(stream, NO_STREAM, [{ ...event, data }]))
    const [recorded] = await right(db.eventStore.read(stream, { from: 0, limit: 2 }))
    expect(recorded?.data).toEqual(data)
  })

  it("R16: gives metadata as it was given, and the server's tools find $correlationId and $causationId in it", async () => {
    const { db, client } = await anyServer()
    const stream = freshNames().stream()
    const metadata = { correlationId: 'order-7', causationId: 'mail-3', actor: { kind: 'user', id: 'maya' } }
    const [event] = eventsOf('x')
    if (event === undefined) return
    await right(db.eventStore.append(stream, NO_STREAM, [{ ...event, metadata }]))
    const [recorded] = await right(db.eventStore.read(stream, { from: 0, limit: 1 }))
    expect(recorded?.metadata).toEqual(metadata)
    for await (const { event: raw } of client.readStream(stream))
      expect(raw?.metadata).toEqual({ ...metadata, $correlationId: 'order-7', $causationId: 'mail-3' })
    const own = { ...event, metadata: { $correlationId: 'mine' } }
    expect(await left(db.eventStore.append(stream, 0, [own]))).toMatchObject({ _tag: 'StoreRefused' })
  })

  it('R17: numbers revisions from 0 without gaps and positions upwards with gaps of any size', async () => {
    const { db } = await anyServer()
    const stream = freshNames().stream()
    await right(db.eventStore.append(stream, NO_STREAM, eventsOf('a', 'b', 'c')))
    const events = await right(db.eventStore.read(stream, { from: 0, limit: 9 }))
    expect(events.map(({ revision }) => revision)).toEqual([0, 1, 2])
    const positions = events.map(({ position }) => position)
    expect(positions.every((position) => typeof position === 'bigint')).toBe(true)
    expect([...positions].sort((a, b) => (a < b ? -1 : 1))).toEqual(positions)
    expect(new Set(positions).size).toBe(3)
  })

  it('R19: of a deleted stream it is empty, and appends go on behind the old revisions; of a tombstoned one it is refused', async () => {
    const { db, client } = await anyServer()
    const { stream } = freshNames()
    await right(db.eventStore.append(stream('a'), NO_STREAM, eventsOf('a', 'b')))
    await client.deleteStream(stream('a'), { expectedRevision: 'any' })
    expect(await labelsIn(db.eventStore, stream('a'))).toEqual([])
    expect(await right(db.eventStore.append(stream('a'), NO_STREAM, eventsOf('c')))).toMatchObject({
      revision: 2,
    })
    await right(db.eventStore.append(stream('b'), NO_STREAM, eventsOf('a')))
    await client.tombstoneStream(stream('b'), { expectedRevision: 'any' })
    const detail = 'EventStoreDB: stream-deleted'
    const read = db.eventStore.read(stream('b'), { from: 0, limit: 1 })
    expect(await left(read)).toMatchObject({ _tag: 'StoreRefused', detail })
    expect(await left(db.eventStore.append(stream('b'), 0, eventsOf('x')))).toMatchObject({
      _tag: 'StoreRefused',
      detail,
    })
  })

  it('R20: of a truncated stream begins behind the cut, and the feed still shows the rest', async () => {
    const { db, client } = await anyServer()
    const start = await endOfLog(db)
    const { stream, prefix } = freshNames()
    await right(db.eventStore.append(stream(), NO_STREAM, eventsOf('a', 'b', 'c', 'd')))
    await client.setStreamMetadata(stream(), { maxCount: 2 })
    expect(await labelsIn(db.eventStore, stream())).toEqual(['c', 'd'])
    await client.setStreamMetadata(stream(), { truncateBefore: 3 })
    expect(await labelsIn(db.eventStore, stream())).toEqual(['d'])
    expect((await follow(db, start, prefix).events(4)).map(labelOf)).toEqual(['a', 'b', 'c', 'd'])
  })
})
