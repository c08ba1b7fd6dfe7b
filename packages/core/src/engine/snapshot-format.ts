import * as E from 'fp-ts/lib/Either.js'
import { ledgerStream, type OrganizationId, type PoolId } from '../domain/ids.js'
import type { Ids } from '../ports/ids.js'
import { readRecord } from '../stored/record.js'
import { advance, emptyHead } from './head.js'
import { rowsOf } from './snapshot-rows.js'

/**
 * The name of what a snapshot means: the hash of one made from a fixed history. So the name changes by itself whenever
 * a field of the state, the fold or the layout of the rows does, and no version number has to be remembered by people.
 */
export const snapshotFormat = (ids: Ids): string => {
  let head = emptyHead()
  for (const [revision, data] of HISTORY.entries()) {
    const commandId = `command-${revision}`
    const metadata = {
      actor: { kind: 'system', id: 'sample' },
      commandId,
      correlationId: commandId,
      fingerprint: 'print',
    }
    const record = readRecord({
      stream: STREAM,
      revision,
      position: 0n,
      id: '',
      type: data.type,
      data,
      metadata,
    })
    if (E.isRight(record)) head = advance(head, record.right)
  }
  return ids.fingerprint(JSON.stringify([LAYOUT, rowsOf(head.ledger, head.window)]))
}

/** How the rows are cut into parts; raise it when `stored/snapshot-parts.ts` writes them differently. */
const LAYOUT = 1

const STREAM = ledgerStream('sample' as OrganizationId, 'pool' as PoolId)

interface Sample {
  readonly type: string
  readonly [field: string]: unknown
}

const at = (minute: number): string => `2026-01-01T00:0${minute}:00.000Z`

const assigned = (seat: string, minute: number, more: object = {}): Sample => ({
  type: 'Assigned',
  seatId: `pool.${seat}`,
  email: `${seat.toUpperCase()}@example.com`,
  emailKey: `${seat}@example.com`,
  invitation: { number: 1, expiresAt: at(9) },
  metadata: {},
  member: null,
  at: at(minute),
  ...more,
})

const holder = { customerId: 'holder', email: 'b@example.com' }

/** Every event, and every way in which a seat can have come to where it is. */
const HISTORY: readonly Sample[] = [
  {
    type: 'PoolOpened',
    organizationId: 'sample',
    poolId: 'pool',
    customerId: 'owner',
    source: { kind: 'order', id: 'order' },
    product: { id: 'product', name: 'Product' },
    capacity: 5,
    at: at(0),
  },
  assigned('a', 1, {
    metadata: { team: 'x' },
    member: { memberId: 'm', externalMemberId: null, externalCustomerId: 'c' },
  }),
  { type: 'InvitationResent', seatId: 'pool.a', invitation: { number: 2, expiresAt: at(9) }, at: at(2) },
  assigned('b', 2),
  { type: 'Claimed', seatId: 'pool.b', holder, invitation: 1, at: at(3) },
  assigned('c', 3, { invitation: null }),
  {
    type: 'Claimed',
    seatId: 'pool.c',
    holder: { customerId: 'other', email: null },
    invitation: null,
    at: at(3),
  },
  { type: 'Revoked', seatId: 'pool.c', cause: 'reassigned', at: at(4) },
  assigned('d', 4),
  { type: 'Revoked', seatId: 'pool.d', cause: 'expired', at: at(5) },
  { type: 'CapacityChanged', capacity: 7, at: at(5) },
  { type: 'PoolClosed', at: at(6) },
]
