import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  instantOf,
  type LedgerEvent,
  ledgerAsOf,
  ledgerHistory,
  millisecondsOf,
  parseLedgerStream,
  usageOverTime,
} from '@seat-ledger/core'
import { arbitraryRecordedHistory, arbitraryRecordedLog } from '@seat-ledger/testing'
import * as fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { assert, describe, expect, it } from 'vitest'
import { type ReportFormat, type ReportRow, readExport, written } from '../src/index.js'
import { usagePage } from '../src/page.js'
import { exported, storeOf } from './support.js'

async function* listed(rows: readonly ReportRow[]) {
  yield* rows
}

const textOf = async (rows: readonly ReportRow[], format: ReportFormat): Promise<string> => {
  let text = ''
  for await (const piece of written(listed(rows), format)) text += piece
  return text
}

describe('a report', () => {
  it('as JSON and NDJSON is its rows, unchanged, also when there are none', async () => {
    const row = fc.dictionary(
      fc.stringMatching(/^[a-z]{1,5}$/),
      fc.oneof(fc.string(), fc.integer(), fc.constant(null)),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 5 }), async (rows) => {
        expect(JSON.parse(await textOf(rows, 'json'))).toEqual(rows)
        const lines = (await textOf(rows, 'ndjson')).split('\n').slice(0, -1)
        expect(lines.map((line) => JSON.parse(line))).toEqual(rows)
      }),
    )
  })

  it('as CSV has one head, and no cell that a spreadsheet takes for a formula', async () => {
    const names = ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', 'ada', 'a"b,c']
    const text = await textOf(
      names.map((name) => ({ name, seats: -1 })),
      'csv',
    )
    expect(text.split('\r\n').slice(0, 6)).toEqual([
      'name,seats',
      "'=1+1,-1",
      "'+1,-1",
      "'-1,-1",
      "'@SUM(A1),-1",
      "'\t=1,-1",
    ])
    expect(text).toContain('"a""b,c",-1')
  })

  it('as a page loads nothing, runs nothing, draws three charts and shows what it is given as text', async () => {
    const [sample] = fc.sample(arbitraryRecordedHistory({ maxCommands: 20 }), 1)
    assert(sample !== undefined)
    const { eventStore } = await storeOf(sample.events)
    const ledger = parseLedgerStream(sample.events[0]?.stream ?? '')
    assert(ledger !== undefined)
    const [first] = sample.events
    assert(first !== undefined)
    const { at } = first.data as LedgerEvent
    const to = instantOf(millisecondsOf(at) + 86_400_000)
    const usage = await usageOverTime(eventStore, ledger, { from: at, to, period: 'hour' })
    assert(E.isRight(usage))
    const page = usagePage(usage.right.periods, {
      organizationId: 'acme',
      poolId: '<script>alert(1)</script>',
      madeAt: at,
    })
    expect(page.match(/<svg/g)).toHaveLength(3)
    expect(page).not.toMatch(/<script|<link|<img|src=|@import|url\((?!#)/)
    expect(page).toContain('&#60;script&#62;')
  })
})

describe('an export file', () => {
  it('answers what the store that it was made of answers', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'export-'))
    const file = join(folder, 'export.ndjson')
    try {
      await fc.assert(
        fc.asyncProperty(
          arbitraryRecordedLog({ maxCommands: 10 }),
          fc.integer({ min: 1, max: 5 }),
          async ({ histories, events }, limit) => {
            const { eventStore, feed } = await storeOf(events)
            await writeFile(file, await exported(feed))
            const reader = await readExport(file)
            assert(E.isRight(reader))
            for (const ledger of histories) {
              const moment = { revision: 1_000 }
              expect(await ledgerAsOf(reader.right.eventStore, ledger, moment)).toEqual(
                await ledgerAsOf(eventStore, ledger, moment),
              )
              const [a, b] = [
                await ledgerHistory(reader.right.eventStore, ledger, {}, { cursor: null, limit }),
                await ledgerHistory(eventStore, ledger, {}, { cursor: null, limit }),
              ]
              assert(E.isRight(a) && E.isRight(b))
              expect(a.right.items.map(({ position, ...record }) => record)).toEqual(
                b.right.items.map(({ position, ...record }) => record),
              )
              expect(a.right.next).toBe(b.right.next)
            }
          },
        ),
        { numRuns: 15 },
      )
    } finally {
      await rm(folder, { recursive: true })
    }
  })

  it('that is not there is a failure with its cause', async () => {
    expect(await readExport('/nowhere/export.ndjson')).toMatchObject({ left: { _tag: 'StoreRefused' } })
  })
})
