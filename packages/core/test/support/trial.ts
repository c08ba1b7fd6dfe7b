import { memoryPlatform } from '@seat-ledger/memory'
import {
  type FaultPlan,
  faultyEventStore,
  type ManualClock,
  manualClock,
  sequentialIds,
} from '@seat-ledger/testing'
import * as E from 'fp-ts/lib/Either.js'
import { assert } from 'vitest'
import { ledgerStream } from '../../src/domain/ids.js'
import type { SeatFailure } from '../../src/engine/failures.js'
import { SeatError, type Seats } from '../../src/engine/seats.js'
import type { EventStore, EventToAppend, RecordedEvent } from '../../src/ports/event-store.js'
import type { Platform } from '../../src/ports/platform.js'
import { at, ORGANIZATION, OWNER, POOL, PRODUCT, SOURCE } from './facts.js'

/** An append as it reached the store. */
interface AppendCall {
  readonly expected: number
  readonly ids: readonly string[]
  readonly types: readonly string[]
}

/** A world for a test: a store in memory with faults, what was sent to it, and a clock that nobody waits for. */
export interface Trial {
  readonly platform: Platform
  /** The store without faults and unrecorded. */
  readonly store: EventStore
  readonly clock: ManualClock
  readonly appends: AppendCall[]
  readonly reads: number[]
  /** Everything in the pool's stream. */
  readonly recorded: () => Promise<readonly RecordedEvent[]>
}

export const STREAM = ledgerStream(ORGANIZATION, POOL)

/** Sleeps end at once: what is waited for between two tries is tested where it is decided. */
const hasty = (clock: ManualClock): ManualClock => ({ ...clock, sleep: () => Promise.resolve() })

/** Faults happen to calls as they are recorded here; `base` is a world to share the store and the keys with. */
export const trial = (plan: FaultPlan = {}, base?: Trial, prefix = ''): Trial => {
  const clock = base?.clock ?? hasty(manualClock(at(0)))
  const ids = sequentialIds({ prefix })
  const memory =
    base === undefined ? memoryPlatform({ clock, ids }) : { ...base.platform, ids, eventStore: base.store }
  const appends: AppendCall[] = []
  const reads: number[] = []
  const faulty = faultyEventStore(memory.eventStore, plan)
  const eventStore: EventStore = {
    append: (stream, expected, events: readonly EventToAppend[]) => {
      appends.push({ expected, ids: events.map(({ id }) => id), types: events.map(({ type }) => type) })
      return faulty.append(stream, expected, events)
    },
    read: (stream, range) => {
      reads.push(range.from)
      return faulty.read(stream, range)
    },
  }
  const recorded = async (): Promise<readonly RecordedEvent[]> => {
    const read = await memory.eventStore.read(STREAM, { from: 0, limit: 1_000_000 })
    assert(E.isRight(read))
    return read.right
  }
  return { platform: { ...memory, eventStore }, store: memory.eventStore, clock, appends, reads, recorded }
}

export const ACTOR = { kind: 'user', id: 'admin' } as const

/** The fields that every command to the pool has, and `input`. */
export const inPool = <Input extends object>(input: Input) => ({
  organizationId: ORGANIZATION,
  poolId: POOL,
  actor: ACTOR,
  ...input,
})

/** The fields that every command to a seat has, and `input`. */
export const onSeat = <Input extends object>(seatId: string, input?: Input) => ({
  organizationId: ORGANIZATION,
  seatId,
  actor: ACTOR,
  ...(input ?? ({} as Input)),
})

export const teamInput = (capacity: number) =>
  inPool({ customerId: OWNER, source: SOURCE, product: PRODUCT, capacity })

export const openTeam = (seats: Seats, capacity: number) => seats.openPool(teamInput(capacity))

/** What a promise of the facade failed with. */
export const failureOf = async (promise: Promise<unknown>): Promise<SeatFailure> => {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  assert(error instanceof SeatError, `expected a SeatError, got ${String(error)}`)
  return error.failure
}
