import * as E from 'fp-ts/lib/Either.js'
import type {
  Assign,
  ChangeCapacity,
  Claim,
  ClosePool,
  Command,
  NewSeat,
  OpenPool,
  Reassign,
  Resend,
  Revoke,
} from './commands.js'
import type { Assigned, Invitation, LedgerEvent, RevocationCause, Revoked } from './events.js'
import { poolIdOf, type SeatId } from './ids.js'
import { type Instant, instantOf, isBefore, plusSeconds } from './instant.js'
import { type Ledger, liveSeats, type PendingSeat, type Pool, type Seat } from './ledger.js'
import type { PoolAlreadyOpen, PoolIsClosed, Refusal, SeatNotFound } from './rejections.js'

/** What a command leads to: the events to append, none when it changes nothing, or the rule that refused it. */
export type Decision = E.Either<Refusal, readonly LedgerEvent[]>

/**
 * Decides one command on a ledger's state. Pure and total: the same command on the same state gives the same answer
 * for ever. The rules are those of docs/architecture.md, "Rules", by number.
 */
export const decide = (command: Command, ledger: Ledger): Decision => {
  if (command.type === 'OpenPool') return openPool(command, ledger)
  const { pool } = ledger
  if (pool === null) return E.left(poolMissing(command))
  switch (command.type) {
    case 'ChangeCapacity':
      return changeCapacity(command, ledger, pool)
    case 'ClosePool':
      return closePool(command, ledger, pool)
    case 'Assign':
      return assign(command, ledger, pool)
    case 'Resend':
      return resend(command, ledger)
    case 'Claim':
      return claim(command, ledger)
    case 'Revoke':
      return revoke(command, ledger)
    case 'Reassign':
      return reassign(command, ledger, pool)
    case 'ReleaseExpired':
      return E.right(expired(ledger, command.at).map((seat) => revoked(seat.id, 'expired', command.at)))
  }
}

const poolMissing = (command: Exclude<Command, OpenPool>): Refusal => {
  switch (command.type) {
    case 'ChangeCapacity':
    case 'ClosePool':
    case 'ReleaseExpired':
      return { _tag: 'PoolNotFound', poolId: command.poolId }
    case 'Assign':
      return { _tag: 'PoolNotFound', poolId: poolIdOf(command.seat.seatId) }
    case 'Claim':
      return INVITATION_DEAD
    case 'Resend':
    case 'Revoke':
    case 'Reassign':
      return seatNotFound(command.seatId)
  }
}

const NOTHING: readonly LedgerEvent[] = Object.freeze([])
const nothing: Decision = E.right(NOTHING)
const INVITATION_DEAD: Refusal = Object.freeze({ _tag: 'InvitationDead' })

const seatNotFound = (seatId: SeatId): SeatNotFound => ({ _tag: 'SeatNotFound', seatId })
const closed = (pool: Pool, closedAt: Instant): PoolIsClosed => ({
  _tag: 'PoolIsClosed',
  poolId: pool.id,
  closedAt,
})

const one = (event: LedgerEvent): Decision => E.right([Object.freeze(event)])

const openPool = (command: OpenPool, { pool }: Ledger): Decision => {
  const { type: _, ...facts } = command
  if (pool === null) return one({ type: 'PoolOpened', ...facts })
  if (pool.closedAt !== null) return E.left(closed(pool, pool.closedAt))
  const differs = differences(command, pool)
  return differs.length === 0 ? nothing : E.left({ _tag: 'PoolAlreadyOpen', poolId: pool.id, differs })
}

const differences = (command: OpenPool, pool: Pool): PoolAlreadyOpen['differs'] => {
  const same: { readonly [Fact in PoolAlreadyOpen['differs'][number]]: boolean } = {
    customerId: pool.customerId === command.customerId,
    source: pool.source.kind === command.source.kind && pool.source.id === command.source.id,
    product: pool.product.id === command.product.id && pool.product.name === command.product.name,
    capacity: pool.capacity === command.capacity,
  }
  return (['customerId', 'source', 'product', 'capacity'] as const).filter((fact) => !same[fact])
}

const changeCapacity = (command: ChangeCapacity, ledger: Ledger, pool: Pool): Decision => {
  if (pool.closedAt !== null) return E.left(closed(pool, pool.closedAt))
  const live = liveSeats(ledger)
  if (command.capacity < live) return E.left({ _tag: 'CapacityBelowLive', requested: command.capacity, live })
  if (command.capacity === pool.capacity) return nothing
  return one({ type: 'CapacityChanged', capacity: command.capacity, at: command.at })
}

const closePool = (command: ClosePool, ledger: Ledger, pool: Pool): Decision => {
  if (pool.closedAt !== null) return nothing
  const ended = live(ledger).map((seat): LedgerEvent => revoked(seat.id, 'pool_closed', command.at))
  return E.right([...ended, Object.freeze({ type: 'PoolClosed', at: command.at })])
}

const assign = (command: Assign, ledger: Ledger, pool: Pool): Decision => {
  if (pool.closedAt !== null) return E.left(closed(pool, pool.closedAt))
  const holding = ledger.liveByEmail.get(command.seat.email.key)
  if (holding !== undefined) return E.left({ _tag: 'SeatAlreadyAssigned', seatId: holding })
  if (liveSeats(ledger) < pool.capacity) return E.right(assigned(command.seat, command.at))
  const released = command.releaseExpired ? expired(ledger, command.at) : []
  if (liveSeats(ledger) - released.length < pool.capacity) {
    return E.right([
      ...released.map((seat) => revoked(seat.id, 'expired', command.at)),
      ...assigned(command.seat, command.at),
    ])
  }
  return E.left({ _tag: 'SeatNotAvailable', capacity: pool.capacity, live: liveSeats(ledger) })
}

const resend = (command: Resend, ledger: Ledger): Decision => {
  const seat = ledger.seats.get(command.seatId)
  if (seat === undefined) return E.left(seatNotFound(command.seatId))
  if (seat.status !== 'pending')
    return E.left({ _tag: 'SeatNotPending', seatId: seat.id, status: seat.status })
  const retryAt = nextResend(seat, command)
  if (isBefore(command.at, retryAt)) {
    return E.left({ _tag: 'ResendLimited', seatId: seat.id, limit: command.allowance.limit, retryAt })
  }
  const invitation = Object.freeze({ number: seat.invitation.number + 1, expiresAt: command.expiresAt })
  return one({ type: 'InvitationResent', seatId: seat.id, invitation, at: command.at })
}

/** When the oldest of the last `limit` resends leaves the window; a resend is free from then on. */
const nextResend = (seat: PendingSeat, { allowance, at }: Resend): Instant => {
  const oldest = seat.resentAt.at(-allowance.limit)
  if (oldest === undefined || seat.resentAt.length < allowance.limit) return at
  return plusSeconds(oldest, allowance.windowSeconds)
}

const claim = (command: Claim, ledger: Ledger): Decision => {
  const seat = ledger.seats.get(command.seatId)
  if (seat?.status === 'claimed' && isSameClaim(seat, command)) return nothing
  if (seat?.status !== 'pending' || seat.invitation.number !== command.invitation)
    return E.left(INVITATION_DEAD)
  const { expiresAt } = seat.invitation
  if (!isBefore(command.at, expiresAt)) return E.left({ _tag: 'InvitationExpired', expiresAt })
  if (command.policy === 'email-match' && command.holder.email?.key !== seat.email.key) {
    return E.left({ _tag: 'ClaimNotPermitted', policy: 'email-match' })
  }
  const holder = Object.freeze({
    customerId: command.holder.customerId,
    email: command.holder.email?.typed ?? null,
  })
  return one({ type: 'Claimed', seatId: seat.id, holder, invitation: command.invitation, at: command.at })
}

const isSameClaim = (seat: Extract<Seat, { status: 'claimed' }>, command: Claim): boolean =>
  seat.holder.customerId === command.holder.customerId && seat.invitationNumber === command.invitation

const revoke = (command: Revoke, ledger: Ledger): Decision => {
  const seat = ledger.seats.get(command.seatId)
  if (seat === undefined) return E.left(seatNotFound(command.seatId))
  return seat.status === 'revoked' ? nothing : one(revoked(seat.id, command.cause, command.at))
}

const reassign = (command: Reassign, ledger: Ledger, pool: Pool): Decision => {
  const seat = ledger.seats.get(command.seatId)
  if (seat === undefined) return E.left(seatNotFound(command.seatId))
  if (seat.status === 'revoked') return E.left({ _tag: 'SeatNotLive', seatId: seat.id })
  if (pool.closedAt !== null) return E.left(closed(pool, pool.closedAt))
  const holding = ledger.liveByEmail.get(command.to.email.key)
  if (holding !== undefined && holding !== seat.id)
    return E.left({ _tag: 'SeatAlreadyAssigned', seatId: holding })
  return E.right([revoked(seat.id, 'reassigned', command.at), ...assigned(command.to, command.at)])
}

const assigned = (seat: NewSeat, at: Instant): readonly LedgerEvent[] => {
  const invitation = seat.start.kind === 'invite' ? firstInvitation(seat.start.expiresAt) : null
  const event: Assigned = Object.freeze({
    type: 'Assigned',
    seatId: seat.seatId,
    email: seat.email.typed,
    emailKey: seat.email.key,
    invitation,
    metadata: seat.metadata,
    member: seat.member,
    at,
  })
  if (seat.start.kind === 'invite') return [event]
  const holder = Object.freeze({ customerId: seat.start.customerId, email: seat.email.typed })
  return [event, Object.freeze({ type: 'Claimed', seatId: seat.seatId, holder, invitation: null, at })]
}

/** Seats of one millisecond mostly share their expiry, and then one frozen object: 40 ns and 40 bytes less for each. */
let first: Invitation = Object.freeze({ number: 1, expiresAt: instantOf(0) })

const firstInvitation = (expiresAt: Instant): Invitation => {
  if (expiresAt !== first.expiresAt) first = Object.freeze({ number: 1, expiresAt })
  return first
}

const revoked = (seatId: SeatId, cause: RevocationCause, at: Instant): Revoked =>
  Object.freeze({ type: 'Revoked', seatId, cause, at })

/** Oldest first, ties by id: the order must come from the facts, not from the order inside a map. */
const live = (ledger: Ledger): Seat[] =>
  ledger.liveByEmail
    .values()
    .flatMap((seatId) => ledger.seats.get(seatId) ?? [])
    .sort((a, b) => compare(a.assignedAt, b.assignedAt) || compare(a.id, b.id))

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

const expired = (ledger: Ledger, at: Instant): Seat[] =>
  live(ledger).filter((seat) => seat.status === 'pending' && !isBefore(at, seat.invitation.expiresAt))
