import { randomUUID } from 'node:crypto'
import {
  type EventToAppend,
  ledgerStream,
  type OrganizationId,
  type PoolId,
  type StreamName,
} from '@seat-ledger/core'
import { randomInvitationKeys } from '@seat-ledger/node'
import { openSqlitePlatform, type SqlitePlatform } from '@seat-ledger/sqlite'

const STREAM: StreamName = ledgerStream('bench' as OrganizationId, 'large' as PoolId)
const CHUNK = 1_000
const START = Date.parse('2026-01-01T00:00:00.000Z')

interface Body {
  readonly type: string
  readonly [field: string]: unknown
}

/** A platform that must open. */
export const platformAt = async (file: string): Promise<SqlitePlatform> => {
  const platform = await openSqlitePlatform({
    file,
    durability: 'normal',
    invitationKeys: randomInvitationKeys(),
  })
  if (platform._tag === 'Left') throw new Error(platform.left._tag)
  return platform.right
}

/** Writes a pool of so many seats, a third of them claimed, and its read model; gives the seconds that each took. */
export const fill = async (
  file: string,
  seats: number,
): Promise<{ readonly log: number; readonly model: number }> => {
  const platform = await platformAt(file)
  let started = performance.now()
  let revision = -1
  const append = async (bodies: readonly Body[]): Promise<void> => {
    const answer = await platform.eventStore.append(STREAM, revision, bodies.map(eventOf))
    if (answer._tag === 'Left') throw new Error(answer.left._tag)
    revision = answer.right.revision
  }
  await append([opening(seats)])
  for (let from = 0; from < seats; from += CHUNK) {
    const numbers = Array.from({ length: Math.min(CHUNK, seats - from) }, (_, index) => from + index)
    await append([...numbers.map(assigned), ...numbers.filter((number) => number % 3 === 0).map(claimed)])
  }
  const log = (performance.now() - started) / 1_000
  started = performance.now()
  const directory = platform.startDirectory()
  await directory.ready
  const model = (performance.now() - started) / 1_000
  await directory.stop()
  platform.close()
  return { log, model }
}

const eventOf = (data: Body): EventToAppend => ({
  id: randomUUID(),
  type: data.type,
  data,
  metadata: { actor: { kind: 'user', id: 'bench' }, commandId: 'bench', correlationId: 'bench' },
})

const at = (number: number): string => new Date(START + number * 10).toISOString()

const opening = (capacity: number): Body => ({
  type: 'PoolOpened',
  organizationId: 'bench',
  poolId: 'large',
  customerId: 'owner',
  source: { kind: 'subscription', id: 'sub' },
  product: { id: 'pro', name: 'Pro' },
  capacity,
  at: at(0),
})

const assigned = (number: number): Body => ({
  type: 'Assigned',
  seatId: `large.${String(number).padStart(21, 'x')}`,
  email: `Person${number}@example.com`,
  emailKey: `person${number}@example.com`,
  invitation: { number: 1, expiresAt: '2027-01-01T00:00:00.000Z' },
  metadata: {},
  member: null,
  at: at(number),
})

const claimed = (number: number): Body => ({
  type: 'Claimed',
  seatId: `large.${String(number).padStart(21, 'x')}`,
  holder: { customerId: `customer-${number}`, email: null },
  invitation: 1,
  at: at(number + 1),
})
