import {
  type Command,
  CustomerId,
  DisplayName,
  decide,
  emptyLedger,
  evolve,
  Instant,
  type Ledger,
  type LedgerEvent,
  NO_METADATA,
  type OpenPool,
  OrganizationId,
  PoolId,
  ProductId,
  parseEmail,
  type Seat,
  SeatId,
  SourceId,
} from '@seat-ledger/core'
import * as E from 'fp-ts/lib/Either.js'
import type * as t from 'io-ts'
import type { SeatLine } from '../model/naive.js'
import { flat, isRevoked } from '../model/workload.js'

/** A value that the codec accepts, or the end of the run. */
const read = <A>(codec: t.Decoder<unknown, A>, value: unknown): A => {
  const result = codec.decode(value)
  if (E.isLeft(result)) throw new Error(`not a ${String(value)}`)
  return result.right
}

export const AT = read(Instant, '2026-03-03T09:30:00.000Z')
const EXPIRES_AT = read(Instant, '2026-03-04T09:30:00.000Z')
export const ORGANIZATION = read(OrganizationId, 'acme')
export const OWNER = read(CustomerId, 'owner')

export const openPoolCommand = (poolId: PoolId, capacity: number): OpenPool => ({
  type: 'OpenPool',
  organizationId: ORGANIZATION,
  poolId,
  customerId: OWNER,
  source: { kind: 'subscription', id: read(SourceId, 'sub_1') },
  product: { id: read(ProductId, 'prod_1'), name: read(DisplayName, 'Team plan') },
  capacity,
  at: AT,
})

export const poolOf = (pool: string): PoolId => read(PoolId, pool)

const seatOf = (poolId: PoolId, index: number): SeatId => read(SeatId, flat(`${poolId}.seat${index}`))

export const assignCommand = (poolId: PoolId, index: number, email: string): Command => ({
  type: 'Assign',
  seat: {
    seatId: seatOf(poolId, index),
    email: orThrow(parseEmail(email)),
    metadata: NO_METADATA,
    member: null,
    start: { kind: 'invite', expiresAt: EXPIRES_AT },
  },
  releaseExpired: false,
  at: AT,
})

/** The commands of the workload on one pool, made before the clock starts. */
export const coreCommands = (pool: string, emails: readonly string[]) => {
  const poolId = poolOf(pool)
  return {
    open: openPoolCommand(poolId, emails.length),
    assign: emails.map((email, index) => assignCommand(poolId, index, email)),
    claim: emails.map(
      (_, index): Command => ({
        type: 'Claim',
        seatId: seatOf(poolId, index),
        invitation: 1,
        holder: { customerId: read(CustomerId, flat(`customer-${index}`)), email: null },
        policy: 'token',
        at: AT,
      }),
    ),
    revoke: emails.flatMap((_, index): Command[] =>
      isRevoked(index) ? [{ type: 'Revoke', seatId: seatOf(poolId, index), cause: 'revoked', at: AT }] : [],
    ),
  }
}

const orThrow = <A>(result: E.Either<string, A>): A => {
  if (E.isLeft(result)) throw new Error(result.left)
  return result.right
}

/** The pure core as a host without an engine would run it: decide, evolve, push the events. */
export class CoreLedger {
  ledger: Ledger = emptyLedger()
  readonly events: LedgerEvent[] = []

  handle(command: Command): void {
    const decision = decide(command, this.ledger)
    if (E.isLeft(decision)) throw new Error(decision.left._tag)
    let { ledger } = this
    for (const event of decision.right) {
      ledger = evolve(ledger, event)
      this.events.push(event)
    }
    this.ledger = ledger
  }

  lines(): SeatLine[] {
    return this.ledger.seats.values().map(seatLine)
  }
}

export const seatLine = ({ email, status }: Seat): SeatLine => ({ email: email.typed, status })
