import { randomUUID } from 'node:crypto'
import { createSeats, type LedgerRecord, type Reaction, type Reactor } from '@seat-ledger/core'
import type { EventStoreDb } from '@seat-ledger/eventstoredb'
import { randomInvitationKeys } from '@seat-ledger/node'
import { describe, expect, it, vi } from 'vitest'
import { poolOf } from './processes/run.js'
import {
  anyServer,
  errorOf,
  inTime,
  later,
  open,
  PATIENCE,
  REAL,
  right,
  serverAndDb,
  upTo,
} from './support.js'

const POLL = { timeout: PATIENCE }

const actor = { kind: 'system', id: 'test' } as const

/** A tenant of its own with one pool: so a queue with its prefix sees this case's records only. */
const tenant = async (db: EventStoreDb) => {
  const organizationId = `t-${randomUUID().slice(0, 18)}`
  const seats = createSeats(db.platform({ invitationKeys: randomInvitationKeys() }))
  await seats.openPool({ ...poolOf(100), organizationId })
  const assign = (email: string) => seats.assign({ organizationId, poolId: 'team', actor, email })
  const place = { prefix: `seat_ledger-${organizationId}.`, name: organizationId }
  return { assign, ...place }
}

const reactor = (
  name: string,
  handle: (record: LedgerRecord, number: number) => Reaction | Promise<Reaction>,
  retryAfterSeconds: readonly number[] = [0, 0],
): Reactor => ({ name, retryAfterSeconds, handle: async (record, { number }) => handle(record, number) })

const done: Reaction = { _tag: 'Done' }

describe('A queue of records, on any server', () => {
  it('R27: hands every record to one of two processes, and none again that was handled', async () => {
    const { db, connectionString } = await anyServer()
    const other = open({ connectionString }, REAL)
    const { assign, name, prefix } = await tenant(db)
    const handled: [number, number][] = []
    const join = (part: EventStoreDb, index: number) => {
      const queue = part.startQueue({
        prefix,
        reactor: reactor(name, ({ revision }) => {
          handled.push([index, revision])
          return done
        }),
      })
      later(() => queue.stop())
      return queue
    }
    const queues = [join(db, 0), join(other, 1)]
    for (const index of upTo(20)) await assign(`${index}@example.com`)
    await vi.waitUntil(() => handled.length >= 21, POLL)
    expect([...new Set(handled.map(([, revision]) => revision))].sort((a, b) => a - b)).toEqual(upTo(21))
    expect(await Promise.all(queues.map((queue) => queue.stop()))).toEqual([
      { _tag: 'Stopped' },
      { _tag: 'Stopped' },
    ])
  })

  it('R27: tries a record again that failed, counts, and puts it aside when that was often enough; replayed, it comes again', async () => {
    const { db } = await anyServer()
    const { assign, name, prefix } = await tenant(db)
    const tries: number[] = []
    let isBroken = true
    const queue = db.startQueue({
      prefix,
      reactor: reactor(name, ({ event }, number) => {
        if (event.type !== 'Assigned') return done
        tries.push(number)
        if (number === 2) throw new Error('broken')
        return isBroken ? { _tag: 'Retry', detail: 'broken' } : done
      }),
    })
    later(() => queue.stop())
    await assign('a@example.com')
    await vi.waitUntil(async () => (await right(queue.parked())) === 1, POLL)
    expect(tries).toEqual([1, 2, 3])
    isBroken = false
    await right(queue.replayParked())
    await vi.waitUntil(() => tries.length === 4, POLL)
    expect(tries[3]).toBe(1)
    await vi.waitUntil(async () => (await right(queue.parked())) === 0, POLL)
  })

  it('R27: puts a record aside that will never work, and goes on', async () => {
    const { db } = await anyServer()
    const { assign, name, prefix } = await tenant(db)
    const handled: number[] = []
    const queue = db.startQueue({
      prefix,
      reactor: reactor(name, ({ revision }) => {
        handled.push(revision)
        return revision === 1 ? { _tag: 'Park', detail: 'never' } : done
      }),
    })
    later(() => queue.stop())
    for (const index of upTo(3)) await assign(`${index}@example.com`)
    await vi.waitUntil(async () => handled.length === 4 && (await right(queue.parked())) === 1, POLL)
    expect([...handled].sort()).toEqual([0, 1, 2, 3])
  })

  it('R27: gives a record that nobody answered to somebody else', async () => {
    const { db } = await anyServer()
    const { assign, name, prefix } = await tenant(db)
    const tries: number[] = []
    const queue = db.startQueue({
      prefix,
      messageTimeoutMs: 200,
      reactor: reactor(name, async ({ revision }, number) => {
        if (revision === 1) tries.push(number)
        if (revision === 1 && number === 1) await vi.waitUntil(() => tries.length >= 2, POLL)
        return done
      }),
    })
    later(() => queue.stop())
    await assign('a@example.com')
    await vi.waitUntil(() => tries.length >= 2, POLL)
    expect(tries.slice(0, 2)).toEqual([1, 2])
  })

  it('R27, F40: ends in front of a record when its handler says halt; the record stays for the next process', async () => {
    const { db } = await anyServer()
    const { assign, name, prefix } = await tenant(db)
    await assign('a@example.com')
    const halting = db.startQueue({
      prefix,
      reactor: reactor(name, ({ revision }) => (revision === 1 ? { _tag: 'Halt', detail: 'no key' } : done)),
    })
    expect(await inTime(halting.ended, 'the end')).toMatchObject({
      _tag: 'Halted',
      revision: 1,
      detail: 'no key',
    })
    const handled: number[] = []
    const next = db.startQueue({
      prefix,
      reactor: reactor(name, ({ revision }) => {
        handled.push(revision)
        return done
      }),
    })
    later(() => next.stop())
    await vi.waitUntil(() => handled.includes(1), POLL)
  })

  it('R27: holds nothing before somebody has joined it, and a group that is missing has an error of its own', async () => {
    const { db, client } = await anyServer()
    const { assign, name, prefix } = await tenant(db)
    const queue = db.startQueue({ prefix, reactor: reactor(name, () => done) })
    expect(await right(queue.parked())).toBe(0)
    await right(queue.replayParked())
    await assign('a@example.com')
    await queue.stop()
    const none = client.getPersistentSubscriptionToAllInfo(`${name}-none`)
    expect(await errorOf(none)).toMatchObject({ type: 'persistent-subscription-does-not-exist' })
  })

  it('F: survives a lost connection and a restart of the server, each record handled at least once', async () => {
    const { server, db } = await serverAndDb()
    const { assign, name, prefix } = await tenant(db)
    const handled = new Set<number>()
    const queue = db.startQueue({
      prefix,
      reactor: reactor(name, ({ revision }) => {
        handled.add(revision)
        return done
      }),
    })
    later(() => queue.stop())
    await assign('0@example.com')
    await vi.waitUntil(() => handled.size === 2, POLL)
    server.resetConnections()
    await assign('1@example.com')
    await vi.waitUntil(() => handled.size === 3, POLL)
    await server.restart()
    await vi.waitUntil(
      async () =>
        assign('2@example.com').then(
          () => true,
          () => false,
        ),
      POLL,
    )
    await vi.waitUntil(() => handled.size >= 4, POLL)
  })
})
