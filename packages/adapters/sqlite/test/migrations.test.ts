import { createHash } from 'node:crypto'
import { createSeats } from '@seat-ledger/core'
import { randomInvitationKeys } from '@seat-ledger/node'
import * as E from 'fp-ts/lib/Either.js'
import { assert, describe, expect, it } from 'vitest'
import { MIGRATIONS } from '../src/file/schema.js'
import { describeProblem, openSqlite, openSqlitePlatform, sqliteDriver } from '../src/index.js'
import { checksumOf } from '../src/log/stored-event.js'
import { everythingIn, streamOf } from './events.js'
import { BY } from './history.js'
import { newFile, opened } from './support.js'

const driver = sqliteDriver() ?? assert.fail('no driver')

/** A file as the version with so many migrations left it, with one event in it once there was a log. */
const fileOf = (version: number): string => {
  const file = newFile()
  const connection = driver.open(file)
  for (const migration of MIGRATIONS.slice(0, version)) connection.exec(migration)
  connection.exec(`PRAGMA user_version = ${version}`)
  if (version > 0) {
    const stream = streamOf('old')
    const event = { id: 'id-1', type: 'Example', data: '{"old":true}', metadata: '{}' }
    connection.prepare('INSERT INTO streams VALUES (1, ?)').run(stream)
    connection
      .prepare('INSERT INTO events VALUES (1, 1, 0, ?, ?, ?, ?, ?)')
      .run(event.id, event.type, event.data, event.metadata, checksumOf(stream, 0, event))
  }
  connection.close()
  return file
}

const versionOf = (file: string): unknown => {
  const connection = driver.open(file)
  const [row] = connection.prepare('PRAGMA user_version').all()
  connection.close()
  return row?.user_version
}

describe('a file of an earlier version', () => {
  it.each(MIGRATIONS.map((_, version) => version))(
    'with %d migrations is brought to today, with all that it holds',
    async (version) => {
      const file = fileOf(version)
      const platform = await openSqlitePlatform({ file, invitationKeys: randomInvitationKeys() })
      assert(E.isRight(platform))
      expect(versionOf(file)).toBe(MIGRATIONS.length)
      const expected = version === 0 ? [] : [{ position: 1n, revision: 0, id: 'id-1', data: { old: true } }]
      expect(await everythingIn(platform.right)).toMatchObject(expected)
      const directory = platform.right.startDirectory()
      const facts = {
        customerId: 'owner',
        source: { kind: 'order', id: 'o' },
        product: { id: 'p', name: 'P' },
      } as const
      const pool = await createSeats(platform.right).openPool({
        ...BY,
        organizationId: 'acme',
        poolId: 'new',
        ...facts,
        capacity: 1,
      })
      expect(await directory.waitFor(pool.position, { timeoutMs: 5_000 })).toMatchObject({ _tag: 'Right' })
      await directory.stop()
      platform.right.close()
    },
  )

  it('is brought to today once, by however many processes open it at the same time', async () => {
    const file = fileOf(1)
    const stores = await Promise.all([1, 2, 3].map(() => opened({ file })))
    expect(versionOf(file)).toBe(MIGRATIONS.length)
    for (const store of stores) store.close()
  })

  it('keeps its version when a step fails: nothing of the step is left', async () => {
    const file = fileOf(1)
    const other = driver.open(file)
    other.exec('CREATE TABLE snapshots (in_the_way TEXT)')
    other.close()
    expect(await openSqlite({ file })).toMatchObject(E.left({ _tag: 'SqliteFault', file }))
    expect(versionOf(file)).toBe(1)
  })
})

it('a file from the future is refused with a clear line, and left as it is', async () => {
  const file = fileOf(MIGRATIONS.length)
  const other = driver.open(file)
  other.exec('PRAGMA user_version = 99')
  other.close()
  const refused = await openSqlite({ file })
  assert(E.isLeft(refused))
  expect(refused.left).toEqual({ _tag: 'FutureFile', file, found: 99, known: MIGRATIONS.length })
  expect(describeProblem(refused.left)).toBe(
    `${file} has schema 99, written by a later version; this version knows up to ${MIGRATIONS.length}`,
  )
  expect(versionOf(file)).toBe(99)
})

it('the steps that were released are what they were: files made by them are out there', () => {
  const digests = MIGRATIONS.map((sql) =>
    createHash('sha256').update(sql.replace(/\s+/g, ' ').trim()).digest('hex').slice(0, 12),
  )
  expect(digests).toEqual(['5f1f74c2cb38', 'b9f9b62ba68a', 'afcc4ad6f7fb'])
})
