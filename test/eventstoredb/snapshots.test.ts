import { randomUUID } from 'node:crypto'
import {
  createSeats,
  type EventStore,
  type EventToAppend,
  ledgerStream,
  NO_STREAM,
  OrganizationId,
  type Platform,
  PoolId,
  type StreamName,
} from '@seat-ledger/core'
import type { EventStoreDb } from '@seat-ledger/eventstoredb'
import { randomInvitationKeys } from '@seat-ledger/node'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it, vi } from 'vitest'
import { anyServer, right, upTo } from './support.js'

/** The size is 100,000 seats; the suite takes a fiftieth. Three events for each. */
const SEATS = Number(process.env.ESDB_SNAPSHOT_SEATS ?? 2_000)
const PER_APPEND = 500
const AT = '2026-01-01T00:00:00.000Z'
const actor = { kind: 'system', id: 'test' } as const

/** A ledger event as it is stored. */
interface Stored {
  readonly type: string
  readonly [field: string]: unknown
}

const event = (data: Stored): EventToAppend => {
  const commandId = randomUUID()
  return { id: randomUUID(), type: data.type, data, metadata: { actor, commandId, correlationId: commandId } }
}

const opened = (organizationId: string, poolId: string): EventToAppend =>
  event({
    type: 'PoolOpened',
    organizationId,
    poolId,
    customerId: 'owner',
    source: { kind: 'order', id: 'order' },
    product: { id: 'product', name: 'Product' },
    capacity: SEATS + 10,
    at: AT,
  })

const seatEvents = (poolId: string, number: number): readonly EventToAppend[] => {
  const seatId = `${poolId}.s${number}`
  const email = `person-${number}@example.com`
  const invitation = { number: 1, expiresAt: '2026-01-02T00:00:00.000Z' }
  const rows: readonly Stored[] = [
    {
      type: 'Assigned',
      seatId,
      email,
      emailKey: email,
      invitation,
      metadata: { team: 'x' },
      member: null,
      at: AT,
    },
    { type: 'InvitationResent', seatId, invitation: { ...invitation, number: 2 }, at: AT },
    { type: 'Claimed', seatId, holder: { customerId: `c${number}`, email }, invitation: 2, at: AT },
  ]
  return rows.map(event)
}

/** Writes the ledger straight into the store: the engine is not what is measured here. */
const fill = async (
  db: EventStoreDb,
  stream: StreamName,
  poolId: string,
  organizationId: string,
): Promise<void> => {
  let { revision } = await right(db.eventStore.append(stream, NO_STREAM, [opened(organizationId, poolId)]))
  for (let seat = 0; seat < SEATS; seat += PER_APPEND) {
    const events = upTo(Math.min(PER_APPEND, SEATS - seat)).flatMap((index) =>
      seatEvents(poolId, seat + index),
    )
    ;({ revision } = await right(db.eventStore.append(stream, revision, events)))
  }
}

const counting = (platform: Platform, stream: StreamName) => {
  let count = 0
  const eventStore: EventStore = {
    append: platform.eventStore.append,
    read: async (name, range) => {
      const events = await platform.eventStore.read(name, range)
      if (name === stream && E.isRight(events)) count += events.right.length
      return events
    },
  }
  return { platform: { ...platform, eventStore }, read: () => count }
}

describe('A long ledger', () => {
  it('R: opens from its snapshot and reads the tail only; without one, or with a broken one, it reads all', {
    timeout: 600_000,
  }, async () => {
    const { db, client } = await anyServer()
    const organizationId = `t-${randomUUID().slice(0, 18)}`
    const poolId = 'long'
    if (!OrganizationId.is(organizationId) || !PoolId.is(poolId)) return
    const stream = ledgerStream(organizationId, poolId)
    await fill(db, stream, poolId, organizationId)
    const platform = db.platform({ invitationKeys: randomInvitationKeys() })
    const opening = async (email: string) => {
      const { platform: counted, read } = counting(platform, stream)
      const began = performance.now()
      const seats = createSeats(counted)
      const { live } = await seats.pool({ organizationId, poolId })
      const milliseconds = Math.round(performance.now() - began)
      const events = read()
      await seats.assign({ organizationId, poolId, actor, email })
      await seats.close()
      return { live, events, milliseconds }
    }

    const cold = await opening('a@example.com')
    expect(cold).toMatchObject({ live: SEATS, events: SEATS * 3 + 1 })
    const parts = await vi.waitUntil(
      async () => {
        const saved = await right(db.snapshots.load(stream))
        return saved.length > 0 ? saved : undefined
      },
      { timeout: 60_000, interval: 50 },
    )
    const warm = await opening('b@example.com')
    expect(warm.live).toBe(SEATS + 1)
    expect(warm.events).toBeLessThan(10)

    await client.appendToStream(`seat_ledger_snapshot-${stream}`, [
      {
        id: randomUUID(),
        type: 'SnapshotPart',
        contentType: 'application/octet-stream',
        data: Uint8Array.of(1),
        metadata: { snapshot: 'x', index: 0, of: 1 },
      },
    ])
    expect(await right(db.snapshots.load(stream))).toHaveLength(1)
    const broken = await opening('c@example.com')
    expect(broken).toMatchObject({ live: SEATS + 2, events: SEATS * 3 + 3 })
    process.stdout.write(
      `snapshot of ${SEATS} seats, ${SEATS * 3 + 1} events: ${parts.length} parts; opened in ${warm.milliseconds} ms reading ${warm.events} events, without it in ${cold.milliseconds} ms\n`,
    )
  })
})
