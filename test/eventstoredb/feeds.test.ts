import { NO_STREAM, START } from '@seat-ledger/core'
import { describe, expect, it } from 'vitest'
import { anyServer, endOfLog, eventsOf, follow, freshNames, right, upTo } from './support.js'

describe('A feed, on any server', () => {
  it('R21: shows the streams of its prefix only, in the order in which they were written', async () => {
    const { db } = await anyServer()
    const start = await endOfLog(db)
    const { stream, prefix } = freshNames()
    const foreign = freshNames()
    for (const round of upTo(4))
      for (const name of [stream('a'), foreign.stream('a'), stream('b')])
        await right(db.eventStore.append(name, round - 1, eventsOf(`${name.at(-1)}${round}`)))
    const { labels } = await follow(db, start, prefix).caughtUp()
    expect(labels).toEqual(['a0', 'b0', 'a1', 'b1', 'a2', 'b2', 'a3', 'b3'])
  })

  it('R22: goes on behind a saved position without loss and without repetition', async () => {
    const { db } = await anyServer()
    const start = await endOfLog(db)
    const { stream, prefix } = freshNames()
    await right(db.eventStore.append(stream(), NO_STREAM, eventsOf(...upTo(6).map(String))))
    const events = await follow(db, start, prefix).events(6)
    for (const [index, { position }] of events.entries())
      expect((await follow(db, position, prefix).caughtUp()).labels).toEqual(
        upTo(6)
          .slice(index + 1)
          .map(String),
      )
  })

  it('R23: says that it has caught up, with events and without, and shows later ones live', async () => {
    const { db } = await anyServer()
    const start = await endOfLog(db)
    const { stream, prefix } = freshNames()
    const empty = follow(db, start, prefix)
    expect((await empty.caughtUp()).labels).toEqual([])
    await right(db.eventStore.append(stream(), NO_STREAM, eventsOf('a', 'b')))
    const full = follow(db, START, prefix)
    expect([(await empty.caughtUp()).labels, (await full.caughtUp()).labels]).toEqual([
      ['a', 'b'],
      ['a', 'b'],
    ])
    await right(db.eventStore.append(stream(), 1, eventsOf('c')))
    expect([(await empty.caughtUp()).labels, (await full.caughtUp()).labels]).toEqual([['c'], ['c']])
  })

  it('R24: moves on while only foreign events arrive (24.10.5, 25.1 or newer)', async () => {
    const { db } = await anyServer()
    const start = await endOfLog(db)
    const reader = follow(db, start, freshNames().prefix)
    const { position } = await reader.caughtUp()
    const foreign = freshNames()
    for (const pool of upTo(6))
      await right(
        db.eventStore.append(foreign.stream(`p${pool}`), NO_STREAM, eventsOf(...upTo(600).map(String))),
      )
    let later = await reader.caughtUp()
    while (later.position <= position) later = await reader.caughtUp()
    expect(later.labels).toEqual([])
  })

  it('R25: that is left gives nothing more', async () => {
    const { db } = await anyServer()
    const start = await endOfLog(db)
    const { stream, prefix } = freshNames()
    const { signal } = new AbortController()
    await right(db.eventStore.append(stream(), NO_STREAM, eventsOf('a', 'b')))
    let given = 0
    for await (const message of db.feed.follow({ after: start, prefix, signal })) {
      if (message._tag === 'Event') given += 1
      break
    }
    await right(db.eventStore.append(stream(), 1, eventsOf('c')))
    expect(given).toBe(1)
  })

  it('R26: shows the same to two readers', async () => {
    const { db } = await anyServer()
    const start = await endOfLog(db)
    const { stream, prefix } = freshNames()
    const readers = [follow(db, start, prefix), follow(db, start, prefix)]
    const reading = Promise.all(readers.map((reader) => reader.events(30)))
    await Promise.all(
      upTo(10).map(async (pool) => {
        for (const round of upTo(3))
          await right(db.eventStore.append(stream(`p${pool}`), round - 1, eventsOf(`${round}`)))
      }),
    )
    const [one, other] = await reading
    expect(one).toEqual(other)
  })
})
