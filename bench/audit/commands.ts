import { hash } from 'node:crypto'
import { once } from 'node:events'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import { exportLines, fileLines, readExport, verifyExport } from '@seat-ledger/audit'
import { type EventToAppend, ledgerAsOf, sealedEventStore } from '@seat-ledger/core'
import { memoryStore } from '@seat-ledger/memory'
import { nodeIds } from '@seat-ledger/node'
import { assignedEvent, bareEvents, openedEvent, poolAt, streamOf } from './events.js'

/*
 * The audit against what nobody can do without: reading the bytes, JSON.parse and SHA-256 of the same bytes, in the same
 * process and run. `tsx commands.ts [events]`, 1,000,000 when left out.
 */

const EVENTS = Number(process.argv[2] ?? 1_000_000)
const ONE_LEDGER = Math.min(100_000, EVENTS)
const LEDGERS = 1_000

const seconds = async (work: () => Promise<unknown>): Promise<number> => {
  const began = performance.now()
  await work()
  return (performance.now() - began) / 1_000
}

/** The peak of the resident set while `work` runs, in MB. */
const peakOf = async (work: () => Promise<void>): Promise<number> => {
  let peak = 0
  const timer = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss())
  }, 50)
  await work()
  clearInterval(timer)
  return Math.round(Math.max(peak, process.memoryUsage.rss()) / 1e6)
}

const bare = async (file: string): Promise<void> => {
  let rest = ''
  for await (const chunk of createReadStream(file, { encoding: 'utf8', highWaterMark: 1 << 18 })) {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      JSON.parse(line)
      hash('sha256', line, 'base64url')
    }
  }
}

/** An export of so many events over so many ledgers, made without holding them. */
const makeExport = async (file: string, events: number, ledgers: number): Promise<void> => {
  const output = createWriteStream(file)
  for await (const line of exportLines({
    feed: bareEvents(events, ledgers),
    organizationId: 'all',
    clock: Date,
  })) {
    if (line._tag === 'Left') throw new Error(line.left.detail)
    if (!output.write(`${line.right}\n`)) await once(output, 'drain')
  }
  output.end()
  await finished(output)
}

const sealing = async (count: number): Promise<number> => {
  const append = async (seal: boolean): Promise<number> => {
    const { eventStore } = memoryStore()
    const store = seal ? sealedEventStore(eventStore, nodeIds) : eventStore
    const stream = streamOf(0)
    const batches: EventToAppend[][] = [[openedEvent(0)]]
    for (let at = 1; at < count; at += 500) {
      batches.push(Array.from({ length: 500 }, (_, index) => assignedEvent(0, at + index)))
    }
    let revision = -1
    return seconds(async () => {
      for (const batch of batches) {
        await store.append(stream, revision, batch)
        revision += batch.length
      }
    })
  }
  await append(true)
  const [sealed, plain] = [await append(true), await append(false)]
  return ((sealed - plain) / count) * 1e6
}

const folder = await mkdtemp(join(tmpdir(), 'bench-audit-'))
try {
  const file = join(folder, 'export.ndjson')
  await makeExport(file, EVENTS, LEDGERS)
  const limits: number[] = []
  const ours: number[] = []
  const peak = await peakOf(async () => {
    for (let round = 0; round < 3; round += 1) {
      limits.push(await seconds(() => bare(file)))
      const options = { allowUnsealed: false }
      ours.push(
        await seconds(async () => {
          const verdict = await verifyExport(fileLines(file), options)
          if (verdict.finding !== null || verdict.events !== EVENTS) throw new Error(JSON.stringify(verdict))
        }),
      )
    }
  })
  const best = (list: readonly number[]): number => Math.min(...list)
  const ratio = best(ours) / best(limits)
  console.log(
    `verify ${EVENTS} events: ${best(ours).toFixed(2)} s, ${ratio.toFixed(2)} of JSON.parse + SHA-256 of the same bytes`,
  )
  console.log(`  peak memory of the process ${peak} MB`)

  const one = join(folder, 'one.ndjson')
  await makeExport(one, ONE_LEDGER, 1)
  const ledger = poolAt(0)
  const times: number[] = []
  const limit: number[] = []
  for (let round = 0; round < 3; round += 1) {
    limit.push(await seconds(() => bare(one)))
    const reader = await readExport(one)
    if (reader._tag === 'Left') throw new Error(reader.left.detail)
    times.push(
      await seconds(async () => {
        const state = await ledgerAsOf(reader.right.eventStore, ledger, { revision: ONE_LEDGER })
        if (state._tag === 'Left' || state.right.revision !== ONE_LEDGER - 1)
          throw new Error('the ledger is whole')
      }),
    )
  }
  const asOf = best(times) / best(limit)
  console.log(
    `as of the end of a ledger of ${ONE_LEDGER} events, from an export: ${best(times).toFixed(2)} s, ${asOf.toFixed(2)} of the same`,
  )
  console.log(`sealing in a group commit: ${(await sealing(100_001)).toFixed(2)} µs an event`)
} finally {
  await rm(folder, { recursive: true })
}
