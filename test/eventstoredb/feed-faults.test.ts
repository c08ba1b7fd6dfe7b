import { NO_STREAM, START } from '@seat-ledger/core'
import type { Fault } from '@seat-ledger/esdb-server'
import { describe, expect, it, vi } from 'vitest'
import {
  eventsOf,
  follow,
  freshNames,
  open,
  right,
  serverAndDb,
  startProxy,
  startServer,
  upTo,
} from './support.js'

/** A feed that shows its first three events, then meets a fault, and still shows each of ten once and in order. */
const labels = (from: number, to: number) => upTo(to).slice(from).map(String)

describe('A feed that is disturbed, on the test server', () => {
  it.each([
    ['is ended without a word', { on: 'subscribe', after: 2, do: 'end' }],
    ['is told that the server is not available', { on: 'subscribe', after: 2, do: 'unavailable' }],
    ['is cancelled by the server', { on: 'subscribe', after: 2, do: 'cancelled' }],
    ['is told an unknown error', { on: 'subscribe', after: 2, do: 'unknown' }],
    ['loses its connection', { on: 'subscribe', after: 2, do: 'reset' }],
    ['is asked to go', { on: 'subscribe', after: 2, do: 'goaway' }],
    ['F37: is given an event twice', { on: 'subscribe', after: 2, do: 'duplicate' }],
  ] as readonly (readonly [string, Fault])[])('F36: that %s goes on, each event once', async (_, fault) => {
    const { server, db } = await serverAndDb()
    const { stream, prefix } = freshNames()
    await right(db.eventStore.append(stream(), NO_STREAM, eventsOf(...labels(0, 5))))
    const planned = server.faults.times(3, fault)
    const reader = follow(db, START, prefix)
    expect(await reader.labels(5)).toEqual(labels(0, 5))
    for (const round of upTo(5))
      await right(db.eventStore.append(stream(), 4 + round, eventsOf(String(5 + round))))
    expect(await reader.labels(5)).toEqual(labels(5, 10))
    expect((await reader.caughtUp()).labels).toEqual([])
    expect(planned.fired).toBeGreaterThan(0)
  })

  it('F36: that loses its connection while live goes on, and so does one that meets a restart', async () => {
    const { server, db } = await serverAndDb()
    const { stream, prefix } = freshNames()
    const reader = follow(db, START, prefix)
    await reader.caughtUp()
    server.resetConnections()
    await right(db.eventStore.append(stream(), NO_STREAM, eventsOf('0')))
    expect(await reader.labels(1)).toEqual(['0'])
    await server.restart()
    await vi.waitUntil(async () => (await db.eventStore.append(stream(), 0, eventsOf('1')))._tag === 'Right')
    expect(await reader.labels(1)).toEqual(['1'])
  })

  it('F36: whose connection swallows everything notices by itself and goes on', async () => {
    const server = await startServer()
    const proxy = await startProxy(server)
    const db = open(proxy, { silenceMs: 150, timeoutMs: 150 })
    const other = open(server)
    const { stream, prefix } = freshNames()
    const reader = follow(db, START, prefix)
    await reader.caughtUp()
    const waiting = reader.labels(2)
    proxy.blackhole()
    await right(other.eventStore.append(stream(), NO_STREAM, eventsOf('0', '1')))
    await vi.waitUntil(() => proxy.connections > 2, { timeout: 5_000 })
    await proxy.pass()
    expect(await waiting).toEqual(['0', '1'])
  })

  it('F36: whose subscription keeps events back without an error looks at the log and goes on', async () => {
    const { server, db } = await serverAndDb({ silenceMs: 150 })
    const { stream, prefix } = freshNames()
    const reader = follow(db, START, prefix)
    await reader.caughtUp()
    const fault = server.faults.once({ on: 'subscribe', do: 'hang' })
    const waiting = reader.labels(2)
    await right(db.eventStore.append(stream(), NO_STREAM, eventsOf('0', '1')))
    expect(await waiting).toEqual(['0', '1'])
    expect(fault.fired).toBe(1)
  })

  it('F36: is not told that it has caught up while the server keeps something back', async () => {
    const { server, db } = await serverAndDb()
    const { stream, prefix } = freshNames()
    const reader = follow(db, START, prefix)
    await reader.caughtUp()
    let release: (value: unknown) => void = () => undefined
    const until = new Promise((resolve) => {
      release = resolve
    })
    server.faults.once({ on: 'subscribe', after: 1, do: { until } })
    await right(db.eventStore.append(stream(), NO_STREAM, eventsOf('0', '1')))
    expect(await reader.labels(1)).toEqual(['0'])
    const next = reader.next()
    const looks = server.calls.count('read')
    await vi.waitUntil(() => server.calls.count('read') >= looks + 2)
    release(undefined)
    expect(await next).toMatchObject({ _tag: 'Event', event: { data: { label: '1' } } })
  })

  it('F36: that is never told that it has caught up finds out', async () => {
    const { server, db } = await serverAndDb()
    server.faults.always({ on: 'caught-up', do: 'skip' })
    const { stream, prefix } = freshNames()
    await right(db.eventStore.append(stream(), NO_STREAM, eventsOf('0')))
    expect((await follow(db, START, prefix).caughtUp()).labels).toEqual(['0'])
  })

  it('F36: that is refused ends with the reason, and one that is never served with that', async () => {
    const { server, db } = await serverAndDb()
    server.faults.once({ on: 'subscribe', do: 'access-denied' })
    const detail = 'EventStoreDB: access-denied'
    const message = await follow(db, START, freshNames().prefix).next()
    expect(message).toMatchObject({ _tag: 'Failed', failure: { _tag: 'StoreRefused', detail } })
    const invented = await follow(db, 3n, freshNames().prefix).next()
    expect(invented).toMatchObject({ _tag: 'Failed', failure: { _tag: 'StoreRefused' } })
  })

  it('F38: whose reader crashes between handling and saving shows the event again', async () => {
    const { db } = await serverAndDb()
    const { stream, prefix } = freshNames()
    await right(db.eventStore.append(stream(), NO_STREAM, eventsOf('0', '1', '2')))
    const first = follow(db, START, prefix)
    const [handledAndSaved] = await first.events(2)
    if (handledAndSaved === undefined) return
    await right(db.checkpoints.save('reader', handledAndSaved.position))
    await first.close()
    const again = follow(db, await right(db.checkpoints.load('reader')), prefix)
    expect((await again.caughtUp()).labels).toEqual(['1', '2'])
  })

  it.each(['max', 'rewind'] as const)(
    'F39: that is sent checkpoints which are %s takes no notice',
    async (action) => {
      const { server, db } = await serverAndDb()
      server.faults.always({ on: 'checkpoint', do: action })
      const { stream, prefix } = freshNames()
      const foreign = freshNames()
      const last = await right(db.eventStore.append(stream(), NO_STREAM, eventsOf('0')))
      const reader = follow(db, START, prefix)
      expect(await reader.caughtUp()).toEqual({ labels: ['0'], position: last.position })
      for (const pool of upTo(6))
        await right(db.eventStore.append(foreign.stream(`p${pool}`), NO_STREAM, eventsOf(...labels(0, 600))))
      const next = await right(db.eventStore.append(stream(), 0, eventsOf('1')))
      const events = await reader.events(1)
      expect(events.map(({ position }) => position)).toEqual([next.position])
    },
  )

  it('F40: whose reader throws leaves no open call and no unheard rejection', async () => {
    const { server, db } = await serverAndDb()
    const { stream, prefix } = freshNames()
    await right(db.eventStore.append(stream(), NO_STREAM, eventsOf('0', '1', '2')))
    const { signal } = new AbortController()
    const reading = async () => {
      for await (const message of db.feed.follow({ after: START, prefix, signal })) {
        if (message._tag === 'Event') throw new Error('The handler failed')
      }
    }
    await expect(reading()).rejects.toThrow('The handler failed')
    await vi.waitUntil(() => server.calls.open.length === 0)
  })

  it('F41: with a slow reader says that it has caught up behind the last event, not when the server did', async () => {
    const { server, db } = await serverAndDb()
    const { stream, prefix } = freshNames()
    await right(db.eventStore.append(stream(), NO_STREAM, eventsOf(...labels(0, 8))))
    const reader = follow(db, START, prefix)
    expect(await reader.labels(1)).toEqual(['0'])
    await vi.waitUntil(() => (server.calls.open.find(({ rpc }) => rpc === 'subscribe')?.sent ?? 0) >= 10)
    await right(db.eventStore.read(stream(), { from: 0, limit: 8 }))
    expect((await reader.caughtUp()).labels).toEqual(labels(1, 8))
  })

  it('F41: with a slow reader lets the server wait, and nobody else', async () => {
    const { server, db } = await serverAndDb()
    const { stream, prefix } = freshNames()
    const large = eventsOf(...upTo(100).map((label) => `${label} ${'x'.repeat(8_000)}`))
    for (const round of upTo(10)) await right(db.eventStore.append(stream(`p${round}`), NO_STREAM, large))
    const reader = follow(db, START, prefix)
    await reader.events(3)
    const call = server.calls.open.find(({ rpc }) => rpc === 'subscribe')
    let sent = -1
    await vi.waitUntil(
      () => {
        const isStill = sent === call?.sent
        sent = call?.sent ?? 0
        return isStill
      },
      { interval: 100 },
    )
    expect(sent).toBeLessThan(200)
    const others = freshNames().stream()
    await right(db.eventStore.append(others, NO_STREAM, large))
    expect(await right(db.eventStore.read(others, { from: 0, limit: 100 }))).toHaveLength(100)
    expect(await reader.events(997)).toHaveLength(997)
  })

  it('F44: and a read that is given up leave no open call on the server', async () => {
    const { server, db } = await serverAndDb({ timeoutMs: 150 })
    const { stream, prefix } = freshNames()
    await right(db.eventStore.append(stream(), NO_STREAM, eventsOf(...labels(0, 50))))
    server.faults.once({ on: 'read', stream: stream(), after: 10, do: 'hang' })
    expect(await db.eventStore.read(stream(), { from: 0, limit: 100 })).toMatchObject({
      left: { _tag: 'StoreUnavailable' },
    })
    for (const stopAt of ['Event', 'CaughtUp']) {
      const { signal } = new AbortController()
      for await (const message of db.feed.follow({ after: START, prefix, signal }))
        if (message._tag === stopAt) break
    }
    await vi.waitUntil(() => server.calls.open.length === 0)
  })
})
