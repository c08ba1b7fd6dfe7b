import { NO_STREAM, START } from '@seat-ledger/core'
import { describe, expect, it, vi } from 'vitest'
import {
  eventsOf,
  follow,
  freshNames,
  inTime,
  labelsIn,
  left,
  open,
  right,
  serverAndDb,
  upTo,
} from './support.js'

describe('Closing the adapter', () => {
  it('F45: lets the calls under way end with their answers, and refuses later ones', async () => {
    const { server, db } = await serverAndDb()
    const { stream, prefix } = freshNames()
    const held = server.faults.once({ on: 'append', at: 'after-commit', do: { delay: 200 } })
    const writing = db.eventStore.append(stream(), NO_STREAM, eventsOf('a'))
    const reader = follow(db, START, prefix)
    await reader.next()
    await vi.waitUntil(() => held.fired === 1)
    const closing = db.close()
    expect(await right(writing)).toMatchObject({ revision: 0 })
    await inTime(closing, 'the end')
    expect(await reader.next()).toMatchObject({ _tag: 'Failed', failure: { _tag: 'StoreRefused' } })
    expect(await left(db.eventStore.append(stream(), 0, eventsOf('b')))).toMatchObject({
      _tag: 'StoreRefused',
    })
    expect(await left(db.eventStore.read(stream(), { from: 0, limit: 1 }))).toMatchObject({
      _tag: 'StoreRefused',
    })
    await vi.waitUntil(() => server.calls.open.length === 0)
    expect(await labelsIn(open(server).eventStore, stream())).toEqual(['a'])
  })

  it('F45: does not cut a read short that is under way', async () => {
    const { server, db } = await serverAndDb()
    const { stream } = freshNames()
    await right(db.eventStore.append(stream(), NO_STREAM, eventsOf(...upTo(50).map(String))))
    let release: (value: unknown) => void = () => undefined
    const until = new Promise((resolve) => {
      release = resolve
    })
    const held = server.faults.once({ on: 'read', after: 10, do: { until } })
    const reading = right(db.eventStore.read(stream(), { from: 0, limit: 100 }))
    await vi.waitUntil(() => held.fired === 1)
    const closing = db.close()
    await new Promise((resolve) => setImmediate(resolve))
    release(undefined)
    expect(await reading).toHaveLength(50)
    await closing
  })
})
