import { createSeats, type EngineOptions, NO_STREAM, type Platform, SeatError } from '@seat-ledger/core'
import { EsdbTestServer, type Fault } from '@seat-ledger/esdb-server'
import type { EventStoreDb } from '@seat-ledger/eventstoredb'
import { randomInvitationKeys } from '@seat-ledger/node'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it, vi } from 'vitest'
import {
  errorOf,
  eventsOf,
  freshNames,
  inTime,
  labelsIn,
  later,
  left,
  open,
  right,
  serverAndDb,
  startProxy,
  startServer,
  upTo,
} from './support.js'

const actor = { kind: 'system', id: 'test' } as const
const POOL = { organizationId: 'acme', poolId: 'team' }

const platformOf = (db: EventStoreDb): Platform => db.platform({ invitationKeys: randomInvitationKeys() })

/** An engine with one open pool: the repetition of unknown outcomes is its part of the work. */
const engineOn = async (db: EventStoreDb, options: EngineOptions = {}) => {
  const seats = createSeats(platformOf(db), options)
  later(() => seats.close())
  await seats.openPool({
    ...POOL,
    actor,
    customerId: 'owner',
    source: { kind: 'order', id: 'order-1' },
    product: { id: 'product', name: 'Product' },
    capacity: 10,
  })
  const assign = (email: string) => seats.assign({ ...POOL, actor, email })
  /** The live seats as another engine reads them from the log. */
  const stored = async () => (await createSeats(platformOf(db)).pool(POOL)).live
  return { seats, assign, stored }
}

const lost = (fault: Pick<Fault & { on: 'append' }, 'at' | 'do'>): Fault => ({ on: 'append', ...fault })

describe('An append that fails, between engine and test server', () => {
  it.each([
    ['F28', 'whose connection is lost before the commit', { at: 'before-commit', do: 'reset' }],
    ['F29', 'whose connection is lost behind the commit', { at: 'after-commit', do: 'reset' }],
    ['F30', 'whose answer comes after the deadline', { at: 'after-commit', do: { delay: 600 } }],
    ['F32', 'that meets a server which is not ready', { at: 'before-commit', do: 'unavailable' }],
    ['F33', 'that meets a node which knows no leader', { at: 'before-commit', do: 'leader-unknown' }],
    ['F33', 'that times out on the server behind the commit', { at: 'after-commit', do: 'aborted' }],
  ] as const)('%s: %s happens exactly once, and is answered with its revision', async (_, __, fault) => {
    const { server, db } = await serverAndDb({ timeoutMs: 200 })
    const { assign, stored } = await engineOn(db)
    const planned = server.faults.times(2, lost(fault))
    const answers = [await assign('a@example.com'), await assign('b@example.com')]
    expect(planned.fired).toBe(2)
    expect(answers.map(({ revision }) => revision)).toEqual([1, 2])
    expect(await stored()).toBe(2)
  })

  it.each(['unary', 'batch'] as const)(
    'F31: that nobody ever answers is given up by a timer of our own, as unknown (%s)',
    async (appends) => {
      const { server, db } = await serverAndDb({ timeoutMs: 150, appends })
      const stream = freshNames().stream()
      await right(db.eventStore.append(freshNames().stream(), NO_STREAM, eventsOf('a')))
      server.faults.once({ on: 'append', stream, do: 'hang' })
      const failure = await inTime(
        left(db.eventStore.append(stream, NO_STREAM, eventsOf('a'))),
        'an answer',
        2_000,
      )
      expect(failure._tag).toBe('OutcomeUnknown')
      expect(await right(db.eventStore.append(stream, NO_STREAM, eventsOf('b')))).toMatchObject({
        revision: 0,
      })
    },
  )

  it('F32: that fails for ever is tried as often as the engine was told, and no oftener', async () => {
    const { server, db } = await serverAndDb()
    const { assign, stored } = await engineOn(db, { attempts: 4 })
    const before = server.calls.count('append')
    const fault = server.faults.always(lost({ do: 'unavailable' }))
    const error = await errorOf(assign('a@example.com'))
    expect(error).toBeInstanceOf(SeatError)
    expect(error).toMatchObject({ failure: { _tag: 'OutcomeUnknown' } })
    expect(server.calls.count('append') - before).toBe(4)
    fault.remove()
    expect(await stored()).toBe(0)
  })

  it('F33: that meets a follower goes to the leader it is told, in the same call', async () => {
    const follower = await startServer()
    const leader = await EsdbTestServer.start({ store: follower.store })
    later(() => leader.stop())
    const db = open(follower)
    const fault = follower.faults.once({
      on: 'append',
      do: { notLeader: { host: '127.0.0.1', port: leader.port } },
    })
    const stream = freshNames().stream()
    expect(await right(db.eventStore.append(stream, NO_STREAM, eventsOf('a')))).toMatchObject({ revision: 0 })
    expect([fault.fired, follower.calls.count('append'), leader.calls.count('append')]).toEqual([1, 1, 1])
  })

  it('F34: that is a conflict is sent once', async () => {
    const { server, db } = await serverAndDb()
    const stream = freshNames().stream()
    expect((await left(db.eventStore.append(stream, 7, eventsOf('a'))))._tag).toBe('WrongRevision')
    expect(server.calls.count('append')).toBe(1)
  })

  it('F35: whose answer was lost with the server and its memory of ids is still exactly once', async () => {
    const { server, db } = await serverAndDb()
    const stream = freshNames().stream()
    const events = eventsOf('a', 'b')
    server.faults.once({ on: 'append', at: 'after-commit', do: 'reset' })
    expect((await left(db.eventStore.append(stream, NO_STREAM, events)))._tag).toBe('OutcomeUnknown')
    await server.restart()
    const answer = await untilAnswered(() => db.eventStore.append(stream, NO_STREAM, events))
    expect(answer.revision).toBe(1)
    expect(await labelsIn(db.eventStore, stream)).toEqual(['a', 'b'])
  })

  it('F42: leaves the others alone that are under way', async () => {
    const { server, db } = await serverAndDb({ timeoutMs: 2_000 })
    const { stream } = freshNames()
    let release: (value: unknown) => void = () => undefined
    const until = new Promise((resolve) => {
      release = resolve
    })
    const held = server.faults.times(5, { on: 'append', stream: /held/, do: { until } })
    server.faults.times(5, { on: 'append', stream: /broken/, do: 'internal' })
    const good = upTo(5).map((pool) => db.eventStore.append(stream(`held-${pool}`), NO_STREAM, eventsOf('a')))
    await vi.waitUntil(() => held.fired === 5)
    const bad = await Promise.all(
      upTo(5).map((pool) => db.eventStore.append(stream(`broken-${pool}`), NO_STREAM, eventsOf('a'))),
    )
    release(undefined)
    expect(bad.map((answer) => (E.isLeft(answer) ? answer.left._tag : 'written'))).toEqual(
      upTo(5).map(() => 'OutcomeUnknown'),
    )
    expect((await Promise.all(good)).filter(E.isRight)).toHaveLength(5)
  })

  it.each(['hang', 'internal'] as const)(
    'F43: over a client that a failed look at the features (%s) has poisoned works again with a new client',
    async (action) => {
      const { server, db } = await serverAndDb({ appends: 'batch', timeoutMs: 100 })
      server.faults.once({ on: 'features', do: action })
      const append = () => db.eventStore.append(freshNames().stream(), NO_STREAM, eventsOf('a'))
      expect((await left(append()))._tag).toBe('OutcomeUnknown')
      expect(await untilAnswered(append)).toMatchObject({ revision: 0 })
    },
  )

  it('F43: that found no node of the cluster works when they are back', async () => {
    const server = await startServer()
    const proxy = await startProxy(server)
    await proxy.refuse()
    const nowhere = await startProxy(server)
    await nowhere.refuse()
    const options = 'tls=false&maxDiscoverAttempts=1&discoveryInterval=10'
    const db = open({
      connectionString: `esdb://127.0.0.1:${proxy.port},127.0.0.1:${nowhere.port}?${options}`,
    })
    const append = () => db.eventStore.append(freshNames().stream(), NO_STREAM, eventsOf('a'))
    expect(['OutcomeUnknown', 'StoreUnavailable']).toContain((await left(append()))._tag)
    await proxy.pass()
    expect(await untilAnswered(append)).toMatchObject({ revision: 0 })
  })

  it('F: where nobody listens is known not to be written', async () => {
    const server = await startServer()
    const db = open(server)
    await server.stop()
    const failure = await left(db.eventStore.append(freshNames().stream(), NO_STREAM, eventsOf('a')))
    expect(failure._tag).toBe('StoreUnavailable')
  })

  it.each([
    ['access-denied', 'StoreRefused'],
    ['unimplemented', 'StoreRefused'],
    ['cancelled', 'OutcomeUnknown'],
    ['unknown', 'OutcomeUnknown'],
  ] as const)('F: answered with %s is %s', async (action, _tag) => {
    const { server, db } = await serverAndDb()
    server.faults.once({ on: 'append', do: action })
    expect((await left(db.eventStore.append(freshNames().stream(), NO_STREAM, eventsOf('a'))))._tag).toBe(
      _tag,
    )
  })

  it('F: no more than so many are under way at once', async () => {
    const { server, db } = await serverAndDb({ appendsInFlight: 3 })
    let release: (value: unknown) => void = () => undefined
    const until = new Promise((resolve) => {
      release = resolve
    })
    const held = server.faults.times(3, { on: 'append', do: { until } })
    const { stream } = freshNames()
    const appends = upTo(10).map((pool) => db.eventStore.append(stream(`p${pool}`), NO_STREAM, eventsOf('a')))
    await vi.waitUntil(() => held.fired === 3)
    expect(server.calls.open.filter(({ rpc }) => rpc === 'append')).toHaveLength(3)
    release(undefined)
    expect((await Promise.all(appends)).every(E.isRight)).toBe(true)
  })
})

/** Repeats a call as an engine would, until it succeeds. */
const untilAnswered = <Value>(call: () => Promise<E.Either<unknown, Value>>): Promise<Value> =>
  vi.waitFor(
    async () => {
      const answer = await call()
      if (E.isLeft(answer)) throw new Error('It never worked again', { cause: answer.left })
      return answer.right
    },
    { timeout: 10_000, interval: 20 },
  )
