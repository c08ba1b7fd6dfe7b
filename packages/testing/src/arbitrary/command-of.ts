import {
  type Command,
  type CustomerId,
  type Email,
  type Instant,
  type Ledger,
  type NewSeat,
  plusSeconds,
  type Seat,
  type SeatId,
  seatIdOf,
} from '@seat-ledger/core'
import type { Intent, SeatIntent } from './intents.js'
import type { World } from './world.js'

/** When, where and as which step of its history an intent becomes a command. */
interface Circumstances {
  readonly world: World
  readonly ledger: Ledger
  readonly at: Instant
  /** Makes the ids of new seats. */
  readonly step: number
}

/** The command that an intent comes to. It may be one that the rules refuse. */
export const commandOf = (intent: Intent, now: Circumstances): Command => {
  const { world, at } = now
  const { poolId } = world
  switch (intent.type) {
    case 'open':
      return openPool(world, intent.isSame ? world.capacity : world.capacity + 1, at)
    case 'resize':
      return { type: 'ChangeCapacity', poolId, capacity: intent.capacity, at }
    case 'close':
      return { type: 'ClosePool', poolId, at }
    case 'release':
      return { type: 'ReleaseExpired', poolId, at }
    case 'assign':
      return { type: 'Assign', seat: newSeat(intent.seat, now), releaseExpired: intent.releaseExpired, at }
    case 'resend': {
      const allowance = { limit: intent.limit, windowSeconds: 3_600 }
      const expiresAt = plusSeconds(at, intent.expirySeconds)
      return { type: 'Resend', seatId: seatIdAt(intent.at, now), expiresAt, allowance, at }
    }
    case 'claim':
      return claim(intent, now)
    case 'revoke':
      return { type: 'Revoke', seatId: seatIdAt(intent.at, now), cause: 'revoked', at }
    case 'reassign':
      return { type: 'Reassign', seatId: seatIdAt(intent.at, now), to: newSeat(intent.seat, now), at }
  }
}

/** The command that opens a world's pool. */
export const openPool = (world: World, capacity: number, at: Instant): Command => ({
  type: 'OpenPool',
  organizationId: world.organizationId,
  poolId: world.poolId,
  customerId: customerAt(0, world),
  source: world.source,
  product: world.product,
  capacity,
  at,
})

const claim = (intent: Extract<Intent, { type: 'claim' }>, now: Circumstances): Command => {
  const seat = seatAt(intent.at, now)
  const newest = seat?.status === 'pending' ? seat.invitation.number : 1
  const holder = {
    customerId: customerAt(intent.customer, now.world),
    email: intent.email === null ? null : emailAt(intent.email, now.world),
  }
  const seatId = seat?.id ?? missingSeat(now)
  return { type: 'Claim', seatId, invitation: newest + intent.off, holder, policy: intent.policy, at: now.at }
}

const newSeat = (intent: SeatIntent, { world, at, step }: Circumstances): NewSeat => ({
  seatId: seatIdOf(world.poolId, `seat-${step}`),
  email: emailAt(intent.email, world),
  metadata: intent.metadata,
  member: intent.member,
  start: intent.isClaimed
    ? { kind: 'claim', customerId: customerAt(intent.customer, world) }
    : { kind: 'invite', expiresAt: plusSeconds(at, intent.expirySeconds) },
})

/** One of the ledger's seats, or, as one choice more, none. */
const seatAt = (choice: number, { ledger }: Circumstances): Seat | undefined => {
  const seats = ledger.seats.values()
  return seats[choice % (seats.length + 1)]
}

const seatIdAt = (choice: number, now: Circumstances): SeatId => seatAt(choice, now)?.id ?? missingSeat(now)

const missingSeat = ({ world }: Circumstances): SeatId => seatIdOf(world.poolId, 'missing')

const emailAt = (choice: number, { emails }: World): Email => oneOf(choice, emails)

const customerAt = (choice: number, { customers }: World): CustomerId => oneOf(choice, customers)

const oneOf = <Item>(choice: number, items: readonly Item[]): Item => {
  const item = items[choice % items.length]
  if (item === undefined) throw new Error('A world has at least one of each')
  return item
}
