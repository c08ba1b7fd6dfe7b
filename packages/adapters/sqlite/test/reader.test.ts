import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  ledgerStream,
  NO_STREAM,
  type OrganizationId,
  type PoolId,
  recordedLog,
  START,
} from '@seat-ledger/core'
import * as E from 'fp-ts/lib/Either.js'
import { afterAll, assert, describe, expect, it } from 'vitest'
import { openSqlite, openSqliteReader } from '../src/index.js'

const folder = mkdtempSync(join(tmpdir(), 'seat-ledger-reader-'))
afterAll(() => rmSync(folder, { recursive: true }))

const stream = ledgerStream('acme' as OrganizationId, 'team' as PoolId)
const event = (n: number) => ({
  id: `00000000-0000-4000-8000-${`${n}`.padStart(12, '0')}`,
  type: 'Example',
  data: { n },
  metadata: {},
})

describe('a ledger file that is opened for reading', () => {
  it('shows what is in it, also what a writer adds meanwhile, and refuses every append', async () => {
    const file = join(folder, 'ledger.db')
    const writer = await openSqlite({ file })
    assert(E.isRight(writer))
    await writer.right.eventStore.append(stream, NO_STREAM, [event(0)])
    const reader = await openSqliteReader({ file })
    assert(E.isRight(reader))
    const { eventStore, feed, close } = reader.right
    await writer.right.eventStore.append(stream, 0, [event(1)])
    const refused = await eventStore.append(stream, 1, [event(2)])
    expect(refused).toMatchObject({ _tag: 'Left', left: { _tag: 'StoreRefused' } })
    const seen = []
    for await (const recorded of recordedLog(feed, { organizationId: 'all', after: START }))
      seen.push(E.isRight(recorded) ? recorded.right.data : recorded.left)
    expect(seen).toEqual([{ n: 0 }, { n: 1 }])
    close()
    expect(await eventStore.read(stream, { from: 0, limit: 1 })).toMatchObject({ _tag: 'Left' })
    writer.right.close()
    const before = readFileSync(file)
    const again = await openSqliteReader({ file })
    assert(E.isRight(again))
    assert(E.isRight(await again.right.eventStore.read(stream, { from: 0, limit: 9 })))
    again.right.close()
    expect(readFileSync(file).equals(before)).toBe(true)
  })

  it('is not made where there is none, and nothing else is taken for one', async () => {
    const none = join(folder, 'none.db')
    expect(await openSqliteReader({ file: none })).toMatchObject({ left: { _tag: 'CannotOpen' } })
    expect(existsSync(none)).toBe(false)
    const other = join(folder, 'other.db')
    writeFileSync(other, 'precious '.repeat(200))
    expect(await openSqliteReader({ file: other })).toMatchObject({ left: { _tag: 'NotALedger' } })
    writeFileSync(other, '')
    expect(await openSqliteReader({ file: other })).toMatchObject({ left: { _tag: 'NotALedger' } })
    expect(readFileSync(other, 'utf8')).toBe('')
  })
})
