import fc from 'fast-check'
import type { EmailKey } from '../../src/domain/email.js'
import type { LedgerEvent } from '../../src/domain/events.js'
import {
  type CommandId,
  type CorrelationId,
  type CustomerId,
  ledgerStream,
  type OrganizationId,
  type PoolId,
  type ProductId,
  type SeatId,
  type SourceId,
} from '../../src/domain/ids.js'
import { type Instant, instantOf } from '../../src/domain/instant.js'
import { emptyLedger, evolve, type Ledger } from '../../src/domain/ledger.js'
import { NO_METADATA } from '../../src/domain/metadata.js'
import type { DisplayName, ExternalId } from '../../src/domain/values.js'
import type { LedgerRecord } from '../../src/stored/record.js'

/*
 * Random histories as the log would hold them. They keep the rules but one: an address may have many live seats in a
 * pool, so that the sets of single people grow large too. There are two organizations that use the same pool, customer
 * and seat ids, several pools for an owner, and clocks that disagree, so that the log's order is not that of the times.
 */

export const ORGANIZATIONS = ['org_1', 'org_2'] as OrganizationId[]
export const POOLS = ['p0', 'p1', 'p2'] as PoolId[]
export const CUSTOMERS = ['cus_0', 'cus_1', 'cus_2'] as CustomerId[]
export const EMAILS = Array.from({ length: 3 }, (_, who) => `u${who}@example.com` as EmailKey)

/** Few different times, so that many are equal. */
export const second = fc.integer({ min: 0, max: 40 })
export const at = (seconds: number): Instant => instantOf(Date.UTC(2026, 2, 3) + seconds * 1000)

interface Step {
  readonly kind: 'assign' | 'claim now' | 'claim' | 'revoke' | 'resend' | 'capacity' | 'close' | 'open'
  readonly organization: number
  readonly pool: number
  readonly pick: number
  readonly second: number
  readonly expiry: number
}

const kind = fc.oneof(
  { weight: 60, arbitrary: fc.constant<Step['kind']>('assign') },
  { weight: 10, arbitrary: fc.constant<Step['kind']>('claim now') },
  { weight: 20, arbitrary: fc.constant<Step['kind']>('claim') },
  { weight: 12, arbitrary: fc.constant<Step['kind']>('revoke') },
  { weight: 10, arbitrary: fc.constant<Step['kind']>('resend') },
  { weight: 4, arbitrary: fc.constant<Step['kind']>('capacity') },
  { weight: 4, arbitrary: fc.constant<Step['kind']>('open') },
  { weight: 1, arbitrary: fc.constant<Step['kind']>('close') },
)

/** Most of it happens in one pool, which in a long history outgrows what is kept without an index. */
const step = fc.record<Step>({
  kind,
  organization: fc.constantFrom(0, 0, 0, 0, 1),
  pool: fc.constantFrom(0, 0, 0, 0, 1, 2),
  pick: fc.nat(1_000_000),
  second,
  expiry: second,
})

const steps = fc.oneof(
  fc.array(step, { minLength: 20, maxLength: 150, size: 'max' }),
  fc.array(step, { minLength: 250, maxLength: 450, size: 'max' }),
)

/** Up to 450 steps as a log. */
export const histories: fc.Arbitrary<readonly LedgerRecord[]> = steps.map((all) => {
  const world = new World()
  for (const step of all) world.take(step)
  return world.log
})

export const recordOf = (
  organizationId: OrganizationId,
  poolId: PoolId,
  revision: number,
  position: number,
  event: LedgerEvent,
): LedgerRecord => ({
  stream: ledgerStream(organizationId, poolId),
  organizationId,
  poolId,
  revision,
  position: BigInt(position),
  id: `event-${position}`,
  event,
  metadata: {
    actor: { kind: 'system', id: 'test' as ExternalId },
    commandId: 'command' as CommandId,
    correlationId: 'correlation' as CorrelationId,
  },
})

export const opened = (
  organizationId: OrganizationId,
  poolId: PoolId,
  customerId: CustomerId,
  capacity: number,
  openedAt: Instant,
): LedgerEvent => ({
  type: 'PoolOpened',
  organizationId,
  poolId,
  customerId,
  source: { kind: 'subscription', id: `sub_${poolId}` as SourceId },
  product: { id: 'prod_1' as ProductId, name: 'Team' as DisplayName },
  capacity,
  at: openedAt,
})

export const assigned = (
  seatId: SeatId,
  email: EmailKey,
  assignedAt: Instant,
  expiresAt: Instant | null,
): LedgerEvent => ({
  type: 'Assigned',
  seatId,
  email,
  emailKey: email,
  invitation: expiresAt === null ? null : { number: 1, expiresAt },
  metadata: NO_METADATA,
  member: null,
  at: assignedAt,
})

const pickOf = <Item>(items: readonly Item[], pick: number): Item | undefined => items[pick % items.length]

class World {
  readonly log: LedgerRecord[] = []
  private readonly ledgers = new Map<string, Ledger>()
  private readonly revisions = new Map<string, number>()
  private seats = 0

  take(step: Step): void {
    const organizationId = ORGANIZATIONS[step.organization] as OrganizationId
    const poolId = POOLS[step.pool] as PoolId
    const stream = ledgerStream(organizationId, poolId)
    const ledger = this.ledgers.get(stream) ?? emptyLedger()
    const events =
      ledger.pool === null ? [this.opening(organizationId, poolId, step)] : this.next(ledger, poolId, step)
    let state = ledger
    for (const event of events) {
      const revision = this.revisions.get(stream) ?? 0
      this.revisions.set(stream, revision + 1)
      this.log.push(recordOf(organizationId, poolId, revision, this.log.length * 3, event))
      state = evolve(state, event)
    }
    this.ledgers.set(stream, state)
  }

  private opening(organizationId: OrganizationId, poolId: PoolId, { pick, second: time }: Step): LedgerEvent {
    return opened(
      organizationId,
      poolId,
      poolId === 'p1' ? (CUSTOMERS[1] as CustomerId) : (CUSTOMERS[0] as CustomerId),
      100 + (pick % 200),
      at(time),
    )
  }

  private next(ledger: Ledger, poolId: PoolId, step: Step): readonly LedgerEvent[] {
    const all = ledger.seats.values()
    const live = all.filter((seat) => seat.status !== 'revoked')
    const seat = pickOf(live, step.pick)
    const time = at(step.second)
    const closed = ledger.pool?.closedAt !== null
    const holder = { customerId: pickOf(CUSTOMERS, step.pick) as CustomerId, email: null }
    switch (step.kind) {
      case 'open':
        return []
      case 'capacity':
        return closed ? [] : [{ type: 'CapacityChanged', capacity: live.length + (step.pick % 90), at: time }]
      case 'close':
        return closed || step.pick % 3 > 0
          ? []
          : [
              ...live.map(
                ({ id }): LedgerEvent => ({ type: 'Revoked', seatId: id, cause: 'pool_closed', at: time }),
              ),
              { type: 'PoolClosed', at: time },
            ]
      case 'assign':
      case 'claim now': {
        if (closed || live.length >= (ledger.pool?.capacity ?? 0)) return []
        this.seats += 1
        const seatId = `${poolId}.${((this.seats * 7919) % 1009).toString(36)}` as SeatId
        const email = pickOf(EMAILS, step.pick) as EmailKey
        return step.kind === 'assign'
          ? [assigned(seatId, email, time, at(step.expiry))]
          : [
              assigned(seatId, email, time, null),
              { type: 'Claimed', seatId, holder, invitation: null, at: time },
            ]
      }
      case 'claim':
        return closed || seat?.status !== 'pending'
          ? []
          : [{ type: 'Claimed', seatId: seat.id, holder, invitation: 1, at: time }]
      case 'revoke':
        return seat === undefined ? [] : [{ type: 'Revoked', seatId: seat.id, cause: 'revoked', at: time }]
      case 'resend':
        return closed || seat?.status !== 'pending'
          ? []
          : [
              {
                type: 'InvitationResent',
                seatId: seat.id,
                invitation: { number: 2, expiresAt: at(step.expiry) },
                at: time,
              },
            ]
    }
  }
}
