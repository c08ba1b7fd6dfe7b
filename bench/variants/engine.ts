import {
  createSeatLedger,
  emptyLedger,
  evolve,
  ledgerStream,
  type Platform,
  readRecord,
  type Seat,
  type SeatLedger,
  type StreamName,
} from '@seat-ledger/core'
import { memoryPlatform } from '@seat-ledger/memory'
import * as E from 'fp-ts/lib/Either.js'
import type { SeatLine } from '../model/naive.js'
import { ORGANIZATION, poolOf, seatLine } from './core.js'

const ACTOR = { kind: 'organization', id: 'token_1' } as const

/** What a host hands in, as data that has arrived. */
export const assignInput = (poolId: string, email: string) => ({
  organizationId: ORGANIZATION as string,
  poolId,
  actor: ACTOR,
  email,
})
export const claimInput = (token: string, customerId: string) => ({ actor: ACTOR, token, customerId })
export const revokeInput = (seatId: string) => ({
  organizationId: ORGANIZATION as string,
  actor: ACTOR,
  seatId,
})

/** The answer's value; a refusal ends the run. */
export const orThrow = <A>(answer: E.Either<{ readonly _tag: string }, A>): A => {
  if (E.isLeft(answer)) throw new Error(JSON.stringify(answer.left))
  return answer.right
}

/** The engine on the memory store, as a host has it. */
export class EngineWorld {
  readonly ledger: SeatLedger
  readonly platform: Platform
  /** Calls of `append`. */
  appends = 0

  constructor(platform: Platform = memoryPlatform()) {
    const { append } = platform.eventStore
    const counted: typeof append = (stream, expected, events) => {
      this.appends += 1
      return append(stream, expected, events)
    }
    this.platform = { ...platform, eventStore: { ...platform.eventStore, append: counted } }
    this.ledger = createSeatLedger(this.platform)
  }

  async open(poolId: string, capacity: number): Promise<void> {
    orThrow(
      await this.ledger.openPool({
        organizationId: ORGANIZATION,
        poolId,
        actor: ACTOR,
        customerId: 'owner',
        source: { kind: 'subscription', id: 'sub_1' },
        product: { id: 'prod_1', name: 'Team plan' },
        capacity,
      })(),
    )
  }

  /** Many seats at once, to get a pool to a length. */
  async fill(poolId: string, emails: readonly string[]): Promise<readonly Seat[]> {
    const seats: Seat[] = []
    for (let from = 0; from < emails.length; from += 1_000) {
      const rows = emails.slice(from, from + 1_000).map((email) => ({ email }))
      const answer = orThrow(
        await this.ledger.assignBulk({
          organizationId: ORGANIZATION,
          poolId,
          actor: ACTOR,
          mode: 'atomic',
          seats: rows,
        })(),
      )
      for (const row of answer.rows) if (row.status === 'assigned') seats.push(row.seat)
    }
    return seats
  }

  /** Folded from what the store holds, so that a wrong answer and a wrong record are both found. */
  async lines(poolId: string): Promise<SeatLine[]> {
    const stream = streamOf(poolId)
    const events = orThrow(
      await this.platform.eventStore.read(stream, { from: 0, limit: Number.MAX_SAFE_INTEGER }),
    )
    let state = emptyLedger()
    for (const recorded of events) state = evolve(state, orThrow(readRecord(recorded)).event)
    return state.seats.values().map(seatLine)
  }
}

/** The stream of one of the bench's pools. */
export const streamOf = (poolId: string): StreamName => ledgerStream(ORGANIZATION, poolOf(poolId))
