import * as E from 'fp-ts/lib/Either.js'
import type { Platform } from '../ports/platform.js'
import { explain } from './explain.js'
import type { SeatFailure } from './failures.js'
import type { EngineOptions } from './options.js'
import { type Call, createSeatLedger, type SeatLedger } from './seat-ledger.js'

/** What the Promise facade throws. `failure` holds the facts; tell failures apart by `failure._tag`. */
export class SeatError extends Error {
  override readonly name = 'SeatError'
  readonly failure: SeatFailure

  constructor(failure: SeatFailure) {
    super(explain(failure), 'cause' in failure ? { cause: failure.cause } : {})
    this.failure = failure
  }
}

/** The engine for hosts that do not use fp-ts: the same calls, as promises that reject with a `SeatError`. */
export type Seats = {
  readonly [Name in keyof SeatLedger]: SeatLedger[Name] extends Call<infer Input, infer Value>
    ? (input: Input) => Promise<Value>
    : SeatLedger[Name]
}

const unwrap =
  <Input, Value>(call: Call<Input, Value>) =>
  async (input: Input): Promise<Value> => {
    const answer = await call(input)()
    if (E.isLeft(answer)) throw new SeatError(answer.left)
    return answer.right
  }

/** Starts an engine with the Promise facade. See `createSeatLedger`. */
export const createSeats = (platform: Platform, options: EngineOptions = {}): Seats =>
  seatsOf(createSeatLedger(platform, options))

/** The Promise facade of an engine: both may be used side by side. */
export const seatsOf = (ledger: SeatLedger): Seats => ({
  openPool: unwrap(ledger.openPool),
  changeCapacity: unwrap(ledger.changeCapacity),
  closePool: unwrap(ledger.closePool),
  assign: unwrap(ledger.assign),
  assignBulk: unwrap(ledger.assignBulk),
  resend: unwrap(ledger.resend),
  claim: unwrap(ledger.claim),
  revoke: unwrap(ledger.revoke),
  reassign: unwrap(ledger.reassign),
  releaseExpired: unwrap(ledger.releaseExpired),
  pool: unwrap(ledger.pool),
  seat: unwrap(ledger.seat),
  invitation: unwrap(ledger.invitation),
  seatHistory: unwrap(ledger.seatHistory),
  cached: ledger.cached,
  close: ledger.close,
})
