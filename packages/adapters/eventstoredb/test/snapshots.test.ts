import { randomUUID } from 'node:crypto'
import { EventStoreDBClient } from '@eventstore/db-client'
import type { StreamName } from '@seat-ledger/core'
import { EsdbTestServer } from '@seat-ledger/esdb-server'
import * as E from 'fp-ts/lib/Either.js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openEventStoreDb } from '../src/index.js'

const server = await EsdbTestServer.start()
const db = openEventStoreDb({ connectionString: server.connectionString })
const client = EventStoreDBClient.connectionString(server.connectionString)
beforeAll(() => db.snapshots.save('seat_ledger-a.warm' as StreamName, ['up']))
afterAll(async () => {
  await client.dispose()
  await db.close()
  await server.stop()
})

const part = (snapshot: string, index: number, of: number, text: string) => ({
  id: randomUUID(),
  type: 'SnapshotPart',
  contentType: 'application/octet-stream' as const,
  data: Uint8Array.from(Buffer.from(text)),
  metadata: { snapshot, index, of },
})

describe('A snapshot', () => {
  it.each([
    ['cut off', [part('x', 0, 2, 'torn')]],
    ['without its beginning', [part('x', 1, 2, 'torn')]],
    ['with a part of another', [part('x', 0, 2, 'torn'), part('y', 1, 2, 'torn')]],
    ['with a part twice', [part('x', 0, 3, 'a'), part('x', 1, 3, 'b'), part('x', 1, 3, 'b')]],
  ])('that is %s is passed over for the one before', async (what, torn) => {
    const stream = `seat_ledger-a.${what.replaceAll(' ', '-')}` as StreamName
    await db.snapshots.save(stream, ['old 0', 'old 1'])
    await client.appendToStream(`seat_ledger_snapshot-${stream}`, torn)
    expect(await db.snapshots.load(stream)).toEqual(E.right(['old 0', 'old 1']))
    await db.snapshots.save(stream, ['new'])
    expect(await db.snapshots.load(stream)).toEqual(E.right(['new']))
  })

  it('drops the ones before when it is complete, so that a load reads one', async () => {
    const stream = 'seat_ledger-a.long' as StreamName
    for (const round of ['0', '1', '2']) await db.snapshots.save(stream, [round, round, round])
    const seen: bigint[] = []
    for await (const { event } of client.readStream(`seat_ledger_snapshot-${stream}`))
      if (event) seen.push(event.revision)
    expect(seen).toEqual([6n, 7n, 8n])
  })

  it('is written once though every second answer is lost', async () => {
    const stream = 'seat_ledger-a.storm' as StreamName
    const storm = server.faults.sometimes(
      { oneIn: 2, seed: 1 },
      { on: 'append', at: 'after-commit', do: 'unavailable' },
    )
    const parts = ['0', '1', '2', '3']
    expect(await db.snapshots.save(stream, parts)).toEqual(E.right(undefined))
    storm.remove()
    expect(await db.snapshots.load(stream)).toEqual(E.right(parts))
    expect(storm.fired).toBeGreaterThan(0)
  })
})

describe('A checkpoint', () => {
  it('that cannot be one is neither written nor read', async () => {
    expect(await db.checkpoints.save('reader', 2n ** 63n)).toMatchObject({ left: { _tag: 'StoreRefused' } })
    for (const position of ['18446744073709551615', 'x', 7, '']) {
      const data = { position }
      await client.appendToStream('seat_ledger_checkpoint-reader', [
        {
          id: randomUUID(),
          type: 'CheckpointSaved',
          contentType: 'application/json',
          data,
          metadata: undefined,
        },
      ])
      expect(await db.checkpoints.load('reader')).toMatchObject({ left: { _tag: 'StoreRefused' } })
    }
    expect(await db.checkpoints.save('reader', 7n)).toEqual(E.right(undefined))
    expect(await db.checkpoints.load('reader')).toEqual(E.right(7n))
  })

  it('is one event in the end, however often it was saved', async () => {
    for (const position of [1n, 2n, 3n]) await db.checkpoints.save('often', position)
    const seen: bigint[] = []
    for await (const { event } of client.readStream('seat_ledger_checkpoint-often'))
      if (event) seen.push(event.revision)
    expect(seen).toEqual([2n])
  })
})
