import { createSeatLedger } from '@seat-ledger/core'
import { randomInvitationKeys } from '@seat-ledger/node'
import * as E from 'fp-ts/lib/Either.js'
import { assert, describe, expect, it, vi } from 'vitest'
import { openSqlite, openSqlitePlatform, type SqlitePlatformOptions, sqliteDriver } from '../src/index.js'
import { eventsOf, everythingIn, streamOf } from './events.js'
import { newFile, opened } from './support.js'

describe('opening a file', () => {
  it('without invitation keys is refused, also where types are not checked', async () => {
    const file = newFile()
    const { invitationKeys: _, ...options }: SqlitePlatformOptions = {
      file,
      invitationKeys: randomInvitationKeys(),
    }
    const refused = await openSqlitePlatform(options as SqlitePlatformOptions)
    expect(refused).toEqual(E.left({ _tag: 'NoInvitationKeys' }))
  })

  it('where no library is installed says which to install', async () => {
    vi.resetModules()
    vi.doMock('node:module', () => ({
      createRequire: () => () => {
        throw new Error('not found')
      },
    }))
    const { openSqlite: open, describeProblem: describe } = await import('../src/index.js')
    const refused = await open({ file: newFile() })
    assert(E.isLeft(refused))
    expect(describe(refused.left)).toBe(
      'no SQLite driver: use Node 22.13 or later, or install libsql (npm install libsql) or better-sqlite3',
    )
    vi.doUnmock('node:module')
    vi.resetModules()
  })

  it('is durable by default: every commit waits for the disk, and the log is written ahead', async () => {
    const seen: string[] = []
    const driver = sqliteDriver() ?? assert.fail('no driver')
    const listening = {
      name: driver.name,
      open: (path: string) => {
        const connection = driver.open(path)
        return {
          ...connection,
          exec: (sql: string) => {
            seen.push(sql)
            connection.exec(sql)
          },
        }
      },
    }
    for (const durability of [undefined, 'normal'] as const) {
      const store = await openSqlite({
        file: newFile(),
        driver: listening,
        ...(durability && { durability }),
      })
      assert(E.isRight(store))
      store.right.close()
    }
    const pragmas = seen.filter((sql) => sql.includes('synchronous'))
    expect(pragmas).toEqual(
      ['FULL', 'NORMAL', 'NORMAL', 'NORMAL'].map((level) => `PRAGMA synchronous = ${level}`),
    )
  })
})

describe('a store that was closed', () => {
  it('refuses every call with StoreUnavailable, and can be closed again', async () => {
    const store = await opened({ file: newFile() })
    store.close()
    store.close()
    const closed = {
      _tag: 'StoreUnavailable',
      detail: `${store.file} is closed`,
      cause: { _tag: 'StoreClosed', file: store.file },
    }
    expect(await store.eventStore.append(streamOf('a'), -1, eventsOf(1))).toEqual(E.left(closed))
    expect(await store.eventStore.read(streamOf('a'), { from: 0, limit: 1 })).toEqual(E.left(closed))
    expect(await store.checkpoints.load('reader')).toEqual(E.left(closed))
    expect(await store.checkpoints.save('reader', 1n)).toEqual(E.left(closed))
    expect(await store.snapshots.load(streamOf('a'))).toEqual(E.left(closed))
    expect(await store.snapshots.save(streamOf('a'), ['part'])).toEqual(E.left(closed))
  })
})

describe('appends that wait at the same moment', () => {
  it('share one transaction, each with its own verdict', async () => {
    const driver = sqliteDriver() ?? assert.fail('no driver')
    const commits = { count: 0 }
    const counting = {
      name: driver.name,
      open: (path: string) => {
        const connection = driver.open(path)
        return {
          ...connection,
          prepare: (sql: string) => {
            const statement = connection.prepare(sql)
            return sql === 'COMMIT'
              ? {
                  ...statement,
                  run: () => {
                    commits.count += 1
                    statement.run()
                  },
                }
              : statement
          },
        }
      },
    }
    const store = await opened({ file: newFile(), driver: counting })
    const [taken] = eventsOf(1)
    assert(taken !== undefined)
    await store.eventStore.append(streamOf('taken'), -1, [taken])
    commits.count = 0
    const streams = Array.from({ length: 40 }, (_, index) => streamOf(`p${index}`))
    const answers = await Promise.all(
      streams.map((stream, index) => store.eventStore.append(stream, index % 4 === 3 ? 5 : -1, eventsOf(2))),
    )
    expect(answers.map(({ _tag }) => _tag)).toEqual(
      streams.map((_, index) => (index % 4 === 3 ? 'Left' : 'Right')),
    )
    expect(commits.count).toBe(1)
    expect((await everythingIn(store)).length).toBe(61)
    store.close()
  })

  it('do not fail because one of them has an id that is recorded elsewhere', async () => {
    const store = await opened({ file: newFile() })
    const [taken] = eventsOf(1)
    assert(taken !== undefined)
    await store.eventStore.append(streamOf('taken'), -1, [taken])
    const [first, second, third] = await Promise.all([
      store.eventStore.append(streamOf('a'), -1, eventsOf(2)),
      store.eventStore.append(streamOf('b'), -1, [...eventsOf(1), taken]),
      store.eventStore.append(streamOf('c'), -1, eventsOf(2)),
    ])
    expect([first?._tag, third?._tag]).toEqual(['Right', 'Right'])
    expect(second).toMatchObject(
      E.left({ _tag: 'StoreRefused', detail: 'an event with this id is recorded elsewhere' }),
    )
    expect(await store.eventStore.read(streamOf('b'), { from: 0, limit: 9 })).toEqual(E.right([]))
    store.close()
  })

  it('of a wrong shape are refused: no events, no JSON, no revision', async () => {
    const store = await opened({ file: newFile() })
    const circle: { self?: object } = {}
    circle.self = circle
    const [event] = eventsOf(1)
    assert(event !== undefined)
    expect(await store.eventStore.append(streamOf('a'), -1, [])).toMatchObject(
      E.left({ _tag: 'StoreRefused' }),
    )
    expect(await store.eventStore.append(streamOf('a'), -1, [{ ...event, data: circle }])).toMatchObject(
      E.left({ _tag: 'StoreRefused' }),
    )
    for (const expected of [-2, Number.NaN, 0.5, Number.POSITIVE_INFINITY]) {
      const answer = await store.eventStore.append(streamOf('a'), expected, [event])
      expect(answer).toEqual(E.left({ _tag: 'WrongRevision', stream: streamOf('a'), expected }))
    }
    store.close()
  })
})

it('another writer that keeps the file locked makes an append StoreUnavailable after the busy timeout, and not before', async () => {
  const driver = sqliteDriver() ?? assert.fail('no driver')
  const store = await opened({ file: newFile(), busyMs: 60 })
  const other = driver.open(store.file)
  other.exec('BEGIN IMMEDIATE')
  const started = performance.now()
  const answer = await store.eventStore.append(streamOf('a'), -1, eventsOf(1))
  expect(answer).toMatchObject(E.left({ _tag: 'StoreUnavailable', cause: { _tag: 'FileBusy' } }))
  expect(performance.now() - started).toBeGreaterThanOrEqual(60)
  const waiting = store.eventStore.append(streamOf('a'), -1, eventsOf(1))
  setImmediate(() => other.exec('ROLLBACK'))
  expect(await waiting).toMatchObject({ _tag: 'Right' })
  other.close()
  store.close()
})

it('an engine on a closed store answers with a failure, and does not throw', async () => {
  const platform = await openSqlitePlatform({ file: newFile(), invitationKeys: randomInvitationKeys() })
  assert(E.isRight(platform))
  platform.right.close()
  const ledger = createSeatLedger(platform.right, { attempts: 1 })
  expect(await ledger.pool({ organizationId: 'acme', poolId: 'p' })()).toMatchObject(
    E.left({ _tag: 'StoreUnavailable' }),
  )
})
