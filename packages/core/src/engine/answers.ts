import * as E from 'fp-ts/lib/Either.js'
import type { PendingSeat, Pool, Seat } from '../domain/ledger.js'
import type { Refusal } from '../domain/rejections.js'
import type { Fault } from '../edge/faults.js'
import { invitationToken } from '../invitation/token.js'
import type { Position } from '../ports/event-store.js'
import type { InvitationKeys } from '../ports/invitation-keys.js'
import type { Settled } from './committer.js'
import type { EngineFailure } from './failures.js'
import { frozen, frozenSeat } from './frozen.js'

/** Where an answer stands in its ledger and in the whole log. */
export interface Standing {
  /** The ledger's revision after the command: its `ETag`, and what `ifRevision` compares with. */
  readonly revision: number
  /** A projection that has reached this position shows what the answer says. */
  readonly position: Position
}

/** A pool, and how many of its seats are taken. */
export interface PoolAnswer extends Standing {
  readonly pool: Pool
  /** Pending and claimed seats. */
  readonly live: number
  /** Seats that can be assigned now; 0 for a closed pool. */
  readonly available: number
}

/** A seat of a pool. */
export class SeatAnswer<S extends Seat = Seat> implements Standing {
  readonly seat: S
  readonly pool: Pool
  readonly revision: number
  readonly position: Position
  readonly #keys: InvitationKeys

  constructor(seat: S, pool: Pool, standing: Standing, keys: InvitationKeys) {
    this.seat = frozenSeat(seat)
    this.pool = frozen(pool)
    this.revision = standing.revision
    this.position = standing.position
    this.#keys = keys
  }

  /**
   * The token of the seat's newest invitation, null unless it is pending. Made when asked for, and not a property of
   * the object itself: neither `JSON.stringify` nor a logger sees it.
   */
  get invitationToken(): string | null {
    return tokenOf(this.#keys, this.pool, this.seat)
  }
}

/** The token of a seat's newest invitation; null unless it waits for one. */
const tokenOf = (keys: InvitationKeys, pool: Pool, seat: Seat): string | null =>
  seat.status === 'pending' && seat.invitation.number > 0
    ? invitationToken(keys, {
        organizationId: pool.organizationId,
        seatId: seat.id,
        number: seat.invitation.number,
      })
    : null

/** A seat that went from one person to another: the old seat ended, the new one began, in one append. */
export interface ReassignAnswer extends Standing {
  readonly revoked: Seat
  readonly assigned: SeatAnswer
}

/** What became of one row of a bulk. */
export type BulkRowAnswer =
  | { readonly status: 'assigned'; readonly index: number; readonly seat: Seat }
  | { readonly status: 'rejected'; readonly index: number; readonly rejection: Refusal }
  | { readonly status: 'invalid'; readonly index: number; readonly faults: readonly Fault[] }

/** What became of a bulk. `rows` has one entry per row given, in order. */
export interface BulkAnswer extends Standing {
  readonly pool: Pool
  readonly rows: readonly BulkRowAnswer[]
  readonly assigned: number
  readonly rejected: number
  readonly invalid: number
  /** False for an atomic bulk with a bad row, and for a dry run: nothing was written. */
  readonly written: boolean
}

/** The seats whose dead invitations were released. */
export interface ReleaseAnswer extends Standing {
  readonly pool: Pool
  readonly released: readonly Seat[]
}

/** What a genuine newest token is good for. */
export interface InvitationAnswer {
  readonly seat: PendingSeat
  readonly pool: Pool
  /** False once the invitation has expired. */
  readonly canClaim: boolean
}

export type Answered<A> = E.Either<EngineFailure | Refusal, A>

const standing = ({ outcome, position }: Settled): Standing => ({ revision: outcome.revision, position })

/** A settled command always has a pool; the type does not know, and a broken adapter might not either. */
const missing = (what: string): E.Either<EngineFailure, never> =>
  E.left({ _tag: 'EngineDefect', cause: new Error(`the answer has no ${what}`) })

export const poolAnswer = (settled: Settled): Answered<PoolAnswer> => {
  const { pool, live } = settled.outcome
  if (pool === null) return missing('pool')
  const available = pool.closedAt === null ? pool.capacity - live : 0
  return E.right({ pool: frozen(pool), live, available, ...standing(settled) })
}

export const seatAnswer = (
  settled: Settled,
  seat: Seat | undefined,
  keys: InvitationKeys,
): Answered<SeatAnswer> => {
  const { pool } = settled.outcome
  if (pool === null || seat === undefined) return missing('seat')
  return E.right(new SeatAnswer(seat, pool, standing(settled), keys))
}

export const reassignAnswer = (settled: Settled, keys: InvitationKeys): Answered<ReassignAnswer> => {
  const revoked = settled.outcome.changed[0]
  const assigned = seatAnswer(settled, settled.outcome.assigned[0], keys)
  if (E.isLeft(assigned)) return assigned
  if (revoked === undefined) return missing('revoked seat')
  return E.right({ revoked: frozenSeat(revoked), assigned: assigned.right, ...standing(settled) })
}

export const releaseAnswer = (settled: Settled): Answered<ReleaseAnswer> => {
  const { pool, changed } = settled.outcome
  if (pool === null) return missing('pool')
  return E.right({ pool: frozen(pool), released: changed.map(frozenSeat), ...standing(settled) })
}
