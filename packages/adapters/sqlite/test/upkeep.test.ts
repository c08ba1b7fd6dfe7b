import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { randomInvitationKeys } from '@seat-ledger/node'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { assert, describe, expect, it } from 'vitest'
import { backup, checkFile, openSqlitePlatform, type SqlitePlatform, sqliteDriver } from '../src/index.js'
import { eventsOf, everythingIn, fill, streamOf } from './events.js'
import { handClock, live, someActs } from './history.js'
import { folder, newFile, opened } from './support.js'

const driver = sqliteDriver() ?? assert.fail('no driver')

const platformAt = async (file: string): Promise<SqlitePlatform> => {
  const platform = await openSqlitePlatform({
    file,
    durability: 'normal',
    invitationKeys: randomInvitationKeys(),
  })
  assert(E.isRight(platform))
  return platform.right
}

/** A file with some lives in it and a read model that is up to date. */
const livedIn = async (): Promise<string> => {
  const file = newFile()
  const platform = await platformAt(file)
  await live(fc.sample(someActs(60), { numRuns: 1, seed: 11 })[0] ?? [], platform, handClock())
  const directory = platform.startDirectory()
  await directory.ready
  await directory.stop()
  platform.close()
  return file
}

describe('a backup', () => {
  it('holds what was there at one moment, while others go on writing', async () => {
    const file = newFile()
    const store = await opened({ file, durability: 'normal' })
    await fill(store, 20)
    const before = await everythingIn(store)
    const target = join(folder(), "it's a copy.db")
    const [made] = await Promise.all([
      backup({ file }, target),
      store.eventStore.append(streamOf('d'), -1, eventsOf(3)),
    ])
    assert(E.isRight(made))
    expect(made.right).toEqual({ file: target, bytes: expect.any(Number) })
    const copy = await opened({ file: target })
    const events = await everythingIn(copy)
    expect(events.slice(0, before.length)).toEqual(before)
    expect([before.length, before.length + 3]).toContain(events.length)
    expect((await everythingIn(store)).length).toBe(before.length + 3)
    expect(readdirSync(dirname(target)).filter((name) => name.includes('partial'))).toEqual([])
    copy.close()
    store.close()
  })

  it('never writes over anything, and is not begun on what is no ledger', async () => {
    const file = await livedIn()
    const target = newFile()
    writeFileSync(target, 'precious')
    expect(await backup({ file }, target)).toEqual(E.left({ _tag: 'TargetExists', file: target }))
    const missing = join(folder(), 'missing.db')
    expect(await backup({ file: missing }, newFile())).toMatchObject(E.left({ _tag: 'CannotOpen' }))
    expect(existsSync(missing)).toBe(false)
    expect(await backup({ file }, join(folder(), 'no-such-folder', 'copy.db'))).toMatchObject({
      _tag: 'Left',
    })
  })
})

describe('a check', () => {
  it('finds nothing in a sound file, and says how much it read', async () => {
    const file = await livedIn()
    const store = await opened({ file })
    const events = (await everythingIn(store)).length
    store.close()
    const progress: number[] = []
    const report = await checkFile({ file }, ({ ledgers, of }) => progress.push(ledgers / of))
    expect(report).toMatchObject(E.right({ events, findings: [] }))
    expect(progress.at(-1)).toBe(1)
  })

  it.each([
    ['UPDATE pools SET pending = pending + 1', 'read-model', 'the count of live seats differs'],
    [
      'DELETE FROM seats WHERE key = (SELECT max(key) FROM seats)',
      'read-model',
      'the number of seats differs',
    ],
    ["UPDATE seats SET seat = replace(seat, 'example.com', 'example.org')", 'read-model', 'differs'],
    [
      "DROP TRIGGER events_are_never_changed; UPDATE events SET data = replace(data, 'example.com', 'example.org')",
      'log',
      'not what was written',
    ],
    [
      'DROP TRIGGER events_are_never_deleted; DELETE FROM events WHERE revision = 1',
      'log',
      'revision 1 is missing',
    ],
    [
      'DROP TRIGGER events_are_never_deleted; DELETE FROM events WHERE revision > 1',
      'read-model',
      'events that the log does not have',
    ],
  ])('finds what somebody did to a file: %s', async (sql, area, detail) => {
    const file = await livedIn()
    const connection = driver.open(file)
    connection.exec(sql)
    connection.close()
    const report = await checkFile({ file })
    assert(E.isRight(report))
    expect(report.right.findings).toContainEqual(
      expect.objectContaining({ area, detail: expect.stringContaining(detail) }),
    )
  })

  it('events can neither be changed nor deleted by SQL', async () => {
    const connection = driver.open(await livedIn())
    expect(() => connection.exec("UPDATE events SET data = '{}'")).toThrow('events are never changed')
    expect(() => connection.exec('DELETE FROM events')).toThrow('events are never deleted')
    connection.close()
  })
})

const at = '2026-03-02T09:00:00.000Z'
const assigned = (seat: string, email: string) => ({
  type: 'Assigned',
  seatId: `p.${seat}`,
  email,
  emailKey: email,
  invitation: { number: 1, expiresAt: '2026-03-03T09:00:00.000Z' },
  metadata: {},
  member: null,
  at,
})
const opening = {
  type: 'PoolOpened',
  organizationId: 'acme',
  poolId: 'p',
  customerId: 'c',
  source: { kind: 'order', id: 'o' },
  product: { id: 'p', name: 'P' },
  capacity: 2,
  at,
}
const closing = { type: 'PoolClosed', at }
const revoked = (seat: string) => ({ type: 'Revoked', seatId: `p.${seat}`, cause: 'revoked', at })
const claimed = (seat: string) => ({
  type: 'Claimed',
  seatId: `p.${seat}`,
  holder: { customerId: 'h', email: null },
  invitation: 1,
  at,
})
const resent = (seat: string, number: number) => ({
  type: 'InvitationResent',
  seatId: `p.${seat}`,
  invitation: { number, expiresAt: '2026-03-03T09:00:00.000Z' },
  at,
})
const [a, b, c] = [assigned('a', 'a@x.io'), assigned('b', 'b@x.io'), assigned('c', 'c@x.io')]

describe("a check knows the ledger's rules", () => {
  it.each([
    ['the first event is not the opening of its pool', [a]],
    ['the pool is opened twice', [opening, opening]],
    ['the pool is named otherwise than its stream', [{ ...opening, poolId: 'q' }]],
    ['an event follows the closing of the pool', [opening, closing, a]],
    ['a closed pool has live seats', [opening, a, closing]],
    ['more live seats than capacity', [opening, a, b, c]],
    ['more live seats than capacity', [opening, a, b, { type: 'CapacityChanged', capacity: 1, at }]],
    ['a seat id is used twice', [opening, a, revoked('a'), a]],
    ['a seat id names another pool', [opening, { ...a, seatId: 'q.a' }]],
    ['an address has two live seats', [opening, a, { ...b, emailKey: 'a@x.io' }]],
    ['an event about a seat that was never assigned', [opening, claimed('z')]],
    ['a seat that is not pending is claimed or invited again', [opening, a, claimed('a'), claimed('a')]],
    ['a seat that is not pending is claimed or invited again', [opening, a, revoked('a'), resent('a', 2)]],
    ['an invitation number is not the next one', [opening, a, resent('a', 3)]],
    ['a seat is revoked twice', [opening, a, revoked('a'), revoked('a')]],
  ])('%s', async (rule, bodies) => {
    const file = newFile()
    const store = await opened({ file })
    const metadata = { actor: { kind: 'system', id: 'test' }, commandId: 'c', correlationId: 'c' }
    const events = bodies.map((data) => ({ id: crypto.randomUUID(), type: data.type, data, metadata }))
    await store.eventStore.append(streamOf('p'), -1, events)
    store.close()
    const found = { area: 'ledger', stream: streamOf('p'), detail: `revision ${bodies.length - 1}: ${rule}` }
    expect(await checkFile({ file })).toMatchObject(E.right({ findings: [found] }))
  })

  it('a life within the rules breaks none', async () => {
    const bodies = [
      opening,
      a,
      resent('a', 2),
      b,
      claimed('b'),
      revoked('a'),
      c,
      revoked('b'),
      revoked('c'),
      closing,
    ]
    const file = newFile()
    const store = await opened({ file })
    const metadata = { actor: { kind: 'system', id: 'test' }, commandId: 'c', correlationId: 'c' }
    const events = bodies.map((data) => ({ id: crypto.randomUUID(), type: data.type, data, metadata }))
    await store.eventStore.append(streamOf('p'), -1, events)
    store.close()
    expect(await checkFile({ file })).toEqual(E.right({ ledgers: 1, events: bodies.length, findings: [] }))
  })
})
