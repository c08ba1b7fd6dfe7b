import {
  type EventToAppend,
  type Feed,
  type LedgerName,
  ledgerStream,
  type OrganizationId,
  type PoolId,
  START,
  type StreamName,
  sealOf,
} from '@seat-ledger/core'
import { nodeIds } from '@seat-ledger/node'

const ORGANIZATION = 'acme' as OrganizationId

/** The ledger of this number. */
export const poolAt = (ledger: number): LedgerName => ({
  organizationId: ORGANIZATION,
  poolId: `pool-${ledger}` as PoolId,
})

export const streamOf = (ledger: number): StreamName => ledgerStream(ORGANIZATION, poolAt(ledger).poolId)

const metadata = (what: string): object => ({
  actor: { kind: 'organization', id: 'acme' },
  commandId: `V1StGXR8_Z5jdHi6B-${what}`,
  correlationId: `V1StGXR8_Z5jdHi6B-${what}`,
})

const idOf = (number: number): string => `7d0e6d53-1f0c-4e6c-9d0e-${number.toString(16).padStart(12, '0')}`

export const openedEvent = (ledger: number): EventToAppend => ({
  id: idOf(ledger),
  type: 'PoolOpened',
  data: {
    type: 'PoolOpened',
    organizationId: 'acme',
    poolId: `pool-${ledger}`,
    customerId: 'cus_owner',
    source: { kind: 'subscription', id: `sub-${ledger}` },
    product: { id: 'product', name: 'Team plan' },
    capacity: 1_000_000,
    at: '2026-03-03T09:30:00.000Z',
  },
  metadata: metadata(`${ledger}`),
})

export const assignedEvent = (ledger: number, number: number): EventToAppend => ({
  id: idOf(number),
  type: 'Assigned',
  data: {
    type: 'Assigned',
    seatId: `pool-${ledger}.V1StGXR8_Z5jdHi6B-${number}`,
    email: `user-${number}@example.com`,
    emailKey: `user-${number}@example.com`,
    invitation: { number: 1, expiresAt: '2026-03-04T09:30:00.000Z' },
    metadata: {},
    member: null,
    at: '2026-03-03T09:30:00.000Z',
  },
  metadata: metadata(`${number}`),
})

/** A sealed log of so many events over so many ledgers, made as it is read. */
export const bareEvents = (events: number, ledgers: number): Feed => ({
  async *follow() {
    const last = new Map<number, string>()
    for (let number = 0; number < events; number += 1) {
      const ledger = number % ledgers
      const revision = Math.floor(number / ledgers)
      const stream = streamOf(ledger)
      const event = revision === 0 ? openedEvent(ledger) : assignedEvent(ledger, number)
      const hash = sealOf(last.get(ledger) ?? null, { ...event, stream, revision }, nodeIds.fingerprint)
      last.set(ledger, hash)
      yield {
        _tag: 'Event',
        event: {
          ...event,
          stream,
          revision,
          position: BigInt(number),
          metadata: { ...event.metadata, hash },
        },
      }
    }
    yield { _tag: 'CaughtUp', position: START }
  },
})
