import {
  type Clock,
  createSeatLedger,
  type Feed,
  type LedgerRecord,
  type Platform,
  readRecord,
  type SeatLedger,
  START,
} from '@seat-ledger/core'
import { nodeIds, randomInvitationKeys } from '@seat-ledger/node'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { assert } from 'vitest'

const small = fc.integer({ min: 0, max: 3 })
/** One thing that somebody does, with small numbers for who and what, so that they meet. */
const anAct = fc.record({
  what: fc.constantFrom(
    'assign',
    'assign',
    'assign',
    'claimed',
    'claimed',
    'resend',
    'revoke',
    'reassign',
    'capacity',
    'close',
    'open',
  ),
  pool: small,
  person: fc.integer({ min: 0, max: 9 }),
  customer: small,
  seat: fc.nat(),
  // Often none, so that seats are of one instant; else such that invitations of a minute expire at the instant asked for.
  wait: fc.constantFrom(0, 0, 0, 10_000, 30_000),
})

export type Act = typeof anAct extends fc.Arbitrary<infer One> ? One : never

/** A life of a few pools of two organizations, some of them of one owner or one source. */
export const someActs = (maxLength: number): fc.Arbitrary<readonly Act[]> =>
  fc.array(anAct, { maxLength, size: 'max' })

export const BY = { actor: { kind: 'user', id: 'anna' } } as const
export const ORGANIZATIONS = ['acme', 'globex'] as const
export const POOLS = ['p0', 'p1', 'p2', 'p3'] as const
export const CUSTOMERS = ['c0', 'c1', 'c2', 'c3'] as const
const SOURCES = ['s0', 's1', 's1', 's2'] as const
const OWNERS = ['c0', 'c0', 'c1', 'c0'] as const

/** A clock that is moved by hand. */
export const handClock = (): Clock & { pass: (milliseconds: number) => void } => {
  let now = Date.parse('2026-03-02T09:00:00.000Z')
  return {
    now: () => now,
    sleep: () => Promise.resolve(),
    pass: (milliseconds) => {
      now += milliseconds
    },
  }
}

/** Does what the acts say; whatever a rule refuses is part of life. */
export const live = async (
  acts: readonly Act[],
  { eventStore, feed, checkpoints }: Pick<Platform, 'eventStore' | 'feed' | 'checkpoints'>,
  clock: ReturnType<typeof handClock>,
): Promise<void> => {
  const platform = {
    eventStore,
    feed,
    checkpoints,
    clock,
    ids: nodeIds,
    invitationKeys: randomInvitationKeys(),
  }
  const ledger = createSeatLedger(platform)
  const seats: { readonly organizationId: string; readonly seatId: string }[] = []
  for (const organizationId of ORGANIZATIONS)
    for (const pool of [0, 1, 2]) await open(ledger, organizationId, pool)
  for (const act of acts) {
    clock.pass(act.wait)
    const organizationId = ORGANIZATIONS[act.pool % 2] ?? 'acme'
    const seat = {
      ...BY,
      ...(seats[act.seat % Math.max(1, seats.length)] ?? { organizationId, seatId: 'p0.none' }),
    }
    const pool = { ...BY, organizationId, poolId: POOLS[act.pool] ?? 'p0' }
    const email = `person${act.person}@example.com`
    const made = await (async () => {
      switch (act.what) {
        case 'assign':
          return ledger.assign({ ...pool, email, expiresInSeconds: 60 })()
        case 'claimed':
          return ledger.assign({
            ...pool,
            email,
            immediateClaim: { customerId: CUSTOMERS[act.customer] ?? 'c0' },
          })()
        case 'reassign':
          return E.map(({ assigned }: { assigned: object }) => assigned)(
            await ledger.reassign({ ...seat, email })(),
          )
        case 'resend':
          return ledger.resend({ ...seat, expiresInSeconds: 60 })()
        case 'revoke':
          return ledger.revoke(seat)()
        case 'capacity':
          return ledger.changeCapacity({ ...pool, capacity: 2 + act.person })()
        case 'close':
          return ledger.closePool(pool)()
        case 'open':
          return open(ledger, organizationId, act.pool)
      }
    })()
    if (E.isRight(made) && 'seat' in made.right) seats.push({ organizationId, seatId: idOf(made.right.seat) })
  }
}

const idOf = (seat: unknown): string =>
  typeof seat === 'object' && seat !== null && 'id' in seat ? String(seat.id) : ''

const open = (ledger: SeatLedger, organizationId: string, pool: number) =>
  ledger.openPool({
    ...BY,
    organizationId,
    poolId: POOLS[pool] ?? 'p0',
    customerId: OWNERS[pool] ?? 'c0',
    source: { kind: 'subscription', id: SOURCES[pool] ?? 's0' },
    product: { id: 'pro', name: 'Pro' },
    capacity: 6,
  })()

/** Every record of a log, in its order. */
export const recordsIn = async (feed: Feed): Promise<readonly LedgerRecord[]> => {
  const records: LedgerRecord[] = []
  for await (const message of feed.follow({
    after: START,
    prefix: '',
    signal: new AbortController().signal,
  })) {
    assert(message._tag !== 'Failed')
    if (message._tag === 'CaughtUp') break
    const record = readRecord(message.event)
    assert(E.isRight(record))
    records.push(record.right)
  }
  return records
}
