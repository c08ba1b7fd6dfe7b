import { chmodSync, copyFileSync, existsSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type RecordedEvent, START } from '@seat-ledger/core'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { assert, describe, expect, it } from 'vitest'
import { checkFile, openSqlite, type SqliteDriver, sqliteDriver } from '../src/index.js'
import { eventsOf, everythingIn, fill, streamOf } from './events.js'
import { lineWith, startChild } from './processes.js'
import { folder, newFile, opened } from './support.js'

const driver = sqliteDriver() ?? assert.fail('no driver')

/** A driver whose files may have only so many pages: a full disk. */
const fullAt = (pages: number): SqliteDriver => ({
  name: driver.name,
  open: (path) => {
    const connection = driver.open(path)
    connection.prepare(`PRAGMA max_page_count = ${pages}`).all()
    return connection
  },
})

/** What a check finds, but for the events of these tests, which no ledger knows. */
const damageIn = async (file: string): Promise<readonly unknown[]> => {
  const report = await checkFile({ file })
  if (E.isLeft(report)) return [report.left]
  return report.right.findings.filter(({ detail }) => !detail.includes('unknown type, Example'))
}

describe('a disk that is full', () => {
  it('refuses an append with DiskFull, keeps every acknowledged one, and takes more when there is room', async () => {
    const file = newFile()
    const store = await opened({ file, driver: fullAt(60) })
    let acknowledged = 0
    let refused: unknown
    while (refused === undefined) {
      const answer = await store.eventStore.append(streamOf('a'), acknowledged - 1, eventsOf(1, 2_000))
      if (E.isLeft(answer)) refused = answer.left
      else acknowledged += 1
    }
    expect(refused).toMatchObject({
      _tag: 'StoreRefused',
      detail: `no room left for ${file}`,
      cause: { _tag: 'DiskFull' },
    })
    expect(acknowledged).toBeGreaterThan(10)
    const again = await Promise.all(
      [1, 2, 3].map((n) => store.eventStore.append(streamOf(`new-${n}`), -1, eventsOf(5, 9_000))),
    )
    expect(again).toMatchObject(again.map(() => E.left({ _tag: 'StoreRefused' })))
    expect((await everythingIn(store)).length).toBe(acknowledged)
    store.close()
    const roomy = await opened({ file })
    expect(await roomy.eventStore.append(streamOf('a'), acknowledged - 1, eventsOf(1))).toMatchObject({
      _tag: 'Right',
    })
    expect((await everythingIn(roomy)).length).toBe(acknowledged + 1)
    expect(await damageIn(file)).toEqual([])
    roomy.close()
  })
})

describe('a path where no ledger can be', () => {
  it('a directory is refused', async () => {
    const file = folder()
    expect(await openSqlite({ file })).toMatchObject(E.left({ _tag: 'CannotOpen', file }))
  })

  it('a folder that does not exist is refused, and not made', async () => {
    const file = join(folder(), 'missing', 'ledger.db')
    expect(await openSqlite({ file })).toMatchObject(E.left({ _tag: 'CannotOpen', file }))
    expect(existsSync(dirname(file))).toBe(false)
  })

  it('a file that may only be read is refused with FileReadOnly, as is one in such a folder', async () => {
    const file = newFile()
    const store = await opened({ file })
    await fill(store, 1)
    store.close()
    // Root may write everything, so a process of another user tries.
    const isRoot = process.getuid?.() === 0
    chmodSync(dirname(file), 0o777)
    chmodSync(file, 0o444)
    const child = await startChild(['load', file, 'x'], isRoot ? 65_534 : undefined)
    expect(await child.ended).toBe(3)
    expect(lineWith(child, 'problem')).toEqual({ problem: 'FileReadOnly' })
    chmodSync(dirname(file), 0o555)
    const other = await startChild(['load', file, 'x'], isRoot ? 65_534 : undefined)
    expect(await other.ended).toBe(3)
    expect(lineWith(other, 'problem')).toEqual({ problem: 'FileReadOnly' })
    chmodSync(dirname(file), 0o755)
  })

  it.each([
    ['text', 'hello, this is a diary and no database\n'.repeat(300)],
    ['a few bytes', 'abc'],
  ])('a file of %s is refused and left as it is', async (_, text) => {
    const file = newFile()
    writeFileSync(file, text)
    expect(await openSqlite({ file })).toMatchObject(E.left({ _tag: 'NotALedger', file }))
    expect(readFileSync(file, 'utf8')).toBe(text)
  })

  it("another application's database is refused and left without our tables", async () => {
    const file = newFile()
    const other = driver.open(file)
    other.exec('CREATE TABLE diary (entry TEXT)')
    other.close()
    expect(await openSqlite({ file })).toMatchObject(E.left({ _tag: 'NotALedger', file }))
    const again = driver.open(file)
    expect(again.prepare('SELECT name FROM sqlite_schema').all()).toMatchObject([{ name: 'diary' }])
    again.close()
  })
})

/** A sound file of some hundred events, without a log beside it, and what is in it. */
const soundFile = async (): Promise<{ readonly file: string; readonly events: readonly RecordedEvent[] }> => {
  const source = newFile()
  const store = await opened({ file: source })
  await fill(store, 60)
  const events = await everythingIn(store)
  const file = newFile()
  const connection = driver.open(source)
  connection.exec(`VACUUM INTO '${file}'`)
  connection.close()
  store.close()
  return { file, events }
}

/** What a reader of a damaged file sees: events, and whether it was told. */
const readDamaged = async (
  file: string,
): Promise<{ readonly events: readonly RecordedEvent[]; readonly told: boolean }> => {
  const store = await openSqlite({ file })
  if (E.isLeft(store)) return { events: [], told: true }
  const events: RecordedEvent[] = []
  let told = false
  for await (const message of store.right.feed.follow({
    after: START,
    prefix: '',
    signal: new AbortController().signal,
  })) {
    if (message._tag === 'Event') events.push(message.event)
    if (message._tag === 'Failed') told = message.failure._tag === 'StoreRefused'
    if (message._tag !== 'Event') break
  }
  for (const pool of ['a', 'b', 'c']) {
    const read = await store.right.eventStore.read(streamOf(pool), { from: 0, limit: 1_000 })
    if (E.isLeft(read)) told ||= read.left._tag === 'StoreRefused'
    else events.push(...read.right)
  }
  store.right.close()
  return { events, told }
}

describe('a damaged file', () => {
  it('whatever bit is changed, no event is read that was not written; what is lost is told, by the reader or by the check', async () => {
    const { file: sound, events } = await soundFile()
    const written = new Map(
      events.map((event) => [
        event.id,
        JSON.stringify([event.stream, event.revision, event.type, event.data]),
      ]),
    )
    const bytes = readFileSync(sound)
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.nat(7), async (at, bit) => {
        const file = newFile()
        const changed = Buffer.from(bytes)
        changed[at] = (changed[at] ?? 0) ^ (1 << bit)
        writeFileSync(file, changed)
        const seen = await readDamaged(file)
        for (const event of seen.events) {
          expect(JSON.stringify([event.stream, event.revision, event.type, event.data])).toBe(
            written.get(event.id),
          )
        }
        if (seen.told || seen.events.length === 2 * events.length) return
        expect(await damageIn(file)).not.toEqual([])
      }),
      { numRuns: Number(process.env.SEAT_LEDGER_FLIPS ?? 40), endOnFailure: true },
    )
  })

  it('that was cut off says so, wherever it was cut', async () => {
    const { file: sound, events } = await soundFile()
    const size = readFileSync(sound).length
    for (const part of [0.02, 0.2, 0.5, 0.8, 0.97]) {
      const file = newFile()
      copyFileSync(sound, file)
      truncateSync(file, Math.floor(size * part))
      const seen = await readDamaged(file)
      expect(seen.events.length).toBeLessThan(2 * events.length)
      expect(seen.told, `at ${part}`).toBe(true)
    }
  })
})
