import {
  type Call,
  createSeatLedger,
  type EventStore,
  type Platform,
  type SeatFailure,
  type SeatLedger,
  type Snapshots,
  type StreamName,
} from '@seat-ledger/core'
import * as E from 'fp-ts/lib/Either.js'
import { assert } from 'vitest'
import { memoryPlatform, memorySnapshots } from '../src/index.js'

export const POOL = { organizationId: 'acme', poolId: 'team' }
export const BY = { actor: { kind: 'user', id: 'anna' } } as const

/** A memory platform with snapshots, which tells how many events were read and lets a test wait for the next snapshot. */
export interface Watched {
  readonly platform: Platform
  readonly snapshots: Snapshots
  readonly eventsRead: () => number
  readonly saved: { readonly stream: StreamName; readonly parts: readonly string[] }[]
  /** Settles at the next save that is done. */
  readonly nextSave: () => Promise<void>
}

export const watched = (
  base: Platform = memoryPlatform(),
  snapshots: Snapshots = memorySnapshots(),
): Watched => {
  let eventsRead = 0
  const saved: Watched['saved'] = []
  let told: (() => void)[] = []
  const eventStore: EventStore = {
    append: base.eventStore.append,
    read: async (stream, range) => {
      const read = await base.eventStore.read(stream, range)
      if (E.isRight(read)) eventsRead += read.right.length
      return read
    },
  }
  const telling: Snapshots = {
    load: snapshots.load,
    save: async (stream, parts) => {
      const answer = await snapshots.save(stream, parts)
      saved.push({ stream, parts })
      for (const tell of told) tell()
      told = []
      return answer
    },
  }
  return {
    platform: { ...base, eventStore, snapshots: telling },
    snapshots,
    eventsRead: () => eventsRead,
    saved,
    nextSave: () => new Promise((resolve) => told.push(resolve)),
  }
}

/** The answer of a call that must succeed. */
export const done = async <Input, Value>(call: Call<Input, Value>, input: Input): Promise<Value> => {
  const answer = await call(input)()
  assert(E.isRight(answer), JSON.stringify(E.isLeft(answer) && answer.left))
  return answer.right
}

export const openTeam = (ledger: SeatLedger, capacity = 5_000): Promise<unknown> =>
  done(ledger.openPool, {
    ...POOL,
    ...BY,
    customerId: 'owner',
    source: { kind: 'subscription', id: 'sub' },
    product: { id: 'pro', name: 'Pro' },
    capacity,
  })

/** Assigns `count` seats, as `prefix0@example.com` and so on. */
export const fill = async (ledger: SeatLedger, prefix: string, count: number): Promise<readonly string[]> => {
  const seats: string[] = []
  for (let from = 0; from < count; from += 500) {
    const rows = Array.from({ length: Math.min(500, count - from) }, (_, row) => ({
      email: `${prefix}${from + row}@example.com`,
    }))
    const bulk = await done(ledger.assignBulk, { ...POOL, ...BY, mode: 'atomic', seats: rows })
    for (const row of bulk.rows) if (row.status === 'assigned') seats.push(row.seat.id)
  }
  return seats
}

/** What an engine answers, without what is not data. */
export const plain = (answer: E.Either<SeatFailure, object>): unknown => JSON.parse(JSON.stringify(answer))

export const engineOn = (platform: Platform): SeatLedger => createSeatLedger(platform)
