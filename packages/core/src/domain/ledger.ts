import type { Email, EmailKey } from './email.js'
import type {
  Assigned,
  CapacityChanged,
  Claimed,
  Invitation,
  InvitationResent,
  LedgerEvent,
  PoolClosed,
  PoolOpened,
  RevocationCause,
  Revoked,
} from './events.js'
import type { CustomerId, OrganizationId, PoolId, SeatId } from './ids.js'
import type { Instant } from './instant.js'
import type { SeatMetadata } from './metadata.js'
import type { Holder, Member, Product, Source } from './values.js'
import { VersionedMap } from './versioned-map.js'

/** What is true of a seat whatever its status. */
interface SeatFacts {
  readonly id: SeatId
  readonly email: Email
  readonly metadata: SeatMetadata
  readonly member: Member | null
  readonly assignedAt: Instant
  readonly modifiedAt: Instant | null
}

/** Given to an address, waiting for its claim. Holds capacity, also when its invitation has expired. */
export interface PendingSeat extends SeatFacts {
  readonly status: 'pending'
  readonly invitation: Invitation
  /** When the invitation was resent, newest last; the last `RESENDS_KEPT` only. */
  readonly resentAt: readonly Instant[]
}

/** Taken by a customer. Holds capacity. */
export interface ClaimedSeat extends SeatFacts {
  readonly status: 'claimed'
  readonly holder: Holder
  readonly claimedAt: Instant
  /** The number of the invitation that was claimed; null for an immediate claim. */
  readonly invitationNumber: number | null
}

/** Ended, for ever. Holds no capacity. */
export interface RevokedSeat extends SeatFacts {
  readonly status: 'revoked'
  readonly revokedAt: Instant
  readonly cause: RevocationCause
  /** Who held the seat when it was revoked; null when nobody had claimed it. */
  readonly holder: Holder | null
  readonly claimedAt: Instant | null
}

/** One assignment to one address. */
export type Seat = PendingSeat | ClaimedSeat | RevokedSeat

/** The pool that a ledger is about. */
export interface Pool {
  readonly organizationId: OrganizationId
  readonly id: PoolId
  readonly customerId: CustomerId
  readonly source: Source
  readonly product: Product
  readonly capacity: number
  readonly openedAt: Instant
  readonly closedAt: Instant | null
}

/** The state that `decide` asks: a fold of the ledger's events. Immutable; each event costs the same at any size. */
export interface Ledger {
  readonly pool: Pool | null
  readonly seats: VersionedMap<SeatId, Seat>
  /** The live seat of each address. Its size is the number of live seats. */
  readonly liveByEmail: VersionedMap<EmailKey, SeatId>
}

/** How many resends a seat remembers, and so the highest resend limit there can be. */
export const RESENDS_KEPT = 20

/** A ledger without events. A function, as the newest version of a ledger owns its maps. */
export const emptyLedger = (): Ledger => ({
  pool: null,
  seats: VersionedMap.empty(),
  liveByEmail: VersionedMap.empty(),
})

/** How many seats hold capacity. */
export const liveSeats = (ledger: Ledger): number => ledger.liveByEmail.size

/**
 * The state after an event. Total: what is recorded has happened, so nothing is refused here, and an event about a
 * seat that the ledger does not have, or off the lifecycle (a seat id twice, a claim of a revoked seat), changes nothing.
 */
export const evolve = (ledger: Ledger, event: LedgerEvent): Ledger => {
  switch (event.type) {
    case 'PoolOpened':
    case 'CapacityChanged':
    case 'PoolClosed':
      return { ...ledger, pool: evolvePool(ledger.pool, event) }
    case 'Assigned':
    case 'InvitationResent':
    case 'Claimed':
    case 'Revoked':
      return withSeat(ledger, event)
  }
}

/** The events about a pool as a whole. */
export type PoolEvent = PoolOpened | CapacityChanged | PoolClosed

/** The events about one seat. */
export type SeatEvent = Assigned | InvitationResent | Claimed | Revoked

/** The pool after an event about it; null before it was opened. */
export const evolvePool = (pool: Pool | null, event: PoolEvent): Pool | null => {
  switch (event.type) {
    case 'PoolOpened':
      return pool ?? openedPool(event)
    case 'CapacityChanged':
      return pool === null ? pool : { ...pool, capacity: event.capacity }
    case 'PoolClosed':
      return pool === null ? pool : { ...pool, closedAt: event.at }
  }
}

/** The seat after an event about it: the very same object when nothing changed, undefined before it was assigned. */
export const evolveSeat = (seat: Seat | undefined, event: SeatEvent): Seat | undefined => {
  if (seat === undefined) return event.type === 'Assigned' ? assignedSeat(event) : undefined
  switch (event.type) {
    case 'Assigned':
      return seat
    case 'InvitationResent':
      return seat.status === 'pending' ? resentSeat(seat, event) : seat
    case 'Claimed':
      return seat.status === 'pending' ? claimedSeat(seat, event) : seat
    case 'Revoked':
      return seat.status === 'revoked' ? seat : revokedSeat(seat, event)
  }
}

const withSeat = (ledger: Ledger, event: SeatEvent): Ledger => {
  const before = ledger.seats.get(event.seatId)
  const seat = evolveSeat(before, event)
  if (seat === undefined || seat === before) return ledger
  return {
    pool: ledger.pool,
    seats: ledger.seats.replace(seat.id, before, seat),
    liveByEmail: liveByEmail(ledger, seat, event),
  }
}

const liveByEmail = ({ liveByEmail }: Ledger, seat: Seat, event: SeatEvent): Ledger['liveByEmail'] => {
  if (event.type === 'Assigned') return liveByEmail.set(seat.email.key, seat.id)
  return event.type === 'Revoked' ? liveByEmail.delete(seat.email.key) : liveByEmail
}

const openedPool = (event: PoolOpened): Pool => ({
  organizationId: event.organizationId,
  id: event.poolId,
  customerId: event.customerId,
  source: event.source,
  product: event.product,
  capacity: event.capacity,
  openedAt: event.at,
  closedAt: null,
})

/** An immediate claim is recorded as Assigned without an invitation, then Claimed; in between the seat's invitation is dead. */
const assignedSeat = (event: Assigned): PendingSeat => ({
  status: 'pending',
  id: event.seatId,
  email: { typed: event.email, key: event.emailKey },
  metadata: event.metadata,
  member: event.member,
  assignedAt: event.at,
  modifiedAt: null,
  invitation: event.invitation ?? { number: 0, expiresAt: event.at },
  resentAt: NEVER,
})

const NEVER: readonly Instant[] = Object.freeze([])

const resentSeat = (seat: PendingSeat, event: InvitationResent): PendingSeat => ({
  ...seat,
  invitation: event.invitation,
  resentAt: [...seat.resentAt.slice(1 - RESENDS_KEPT), event.at],
  modifiedAt: event.at,
})

const claimedSeat = (seat: PendingSeat, event: Claimed): ClaimedSeat => ({
  status: 'claimed',
  id: seat.id,
  email: seat.email,
  metadata: seat.metadata,
  member: seat.member,
  assignedAt: seat.assignedAt,
  modifiedAt: event.at,
  holder: event.holder,
  claimedAt: event.at,
  invitationNumber: event.invitation,
})

const revokedSeat = (seat: PendingSeat | ClaimedSeat, event: Revoked): RevokedSeat => ({
  status: 'revoked',
  id: seat.id,
  email: seat.email,
  metadata: seat.metadata,
  member: seat.member,
  assignedAt: seat.assignedAt,
  modifiedAt: event.at,
  revokedAt: event.at,
  cause: event.cause,
  holder: seat.status === 'claimed' ? seat.holder : null,
  claimedAt: seat.status === 'claimed' ? seat.claimedAt : null,
})
