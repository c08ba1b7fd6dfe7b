import {
  CustomerId,
  instantOf,
  listSeats,
  OrganizationId,
  ownerUsage,
  PoolId,
  parseEmail,
  poolById,
  poolBySource,
  poolsHeldBy,
  poolsOfOwner,
  poolUsage,
  type SeatDirectory,
  type SeatIndex,
  type SeatQuery,
  type SeatScope,
  SourceId,
  seatById,
  seatsAfter,
} from '@seat-ledger/core'
import * as E from 'fp-ts/lib/Either.js'
import { assert } from 'vitest'
import { CUSTOMERS, ORGANIZATIONS, POOLS } from './history.js'

/** Core's own answers, from memory. */
export const inMemory = (index: SeatIndex): SeatDirectory => ({
  listSeats: (query, page) => listSeats(index, query, page),
  seatsAfter: (query, from) => seatsAfter(index, query, from),
  seatById: (organization, seat) => seatById(index, organization, seat),
  poolById: (organization, pool) => poolById(index, organization, pool),
  poolBySource: (organization, source) => poolBySource(index, organization, source),
  poolsOfOwner: (organization, customer, page) => poolsOfOwner(index, organization, customer, page),
  poolsHeldBy: (organization, customer, page) => poolsHeldBy(index, organization, customer, page),
  poolUsage: (organization, pool, now) => poolUsage(index, organization, pool, now),
  ownerUsage: (organization, customer, now) => ownerUsage(index, organization, customer, now),
})

const organizations = [...ORGANIZATIONS, 'nobody'].filter(OrganizationId.is)
const pools = [...POOLS, 'none'].filter(PoolId.is)
const customers = [...CUSTOMERS, 'none'].filter(CustomerId.is)
const sources = ['s0', 's1', 's2', 's9'].filter(SourceId.is)
const emails = Array.from({ length: 10 }, (_, person) => {
  const email = parseEmail(`person${person}@example.com`)
  assert(E.isRight(email))
  return email.right.key
})
const scopes: readonly SeatScope[] = [
  ...pools.map((poolId): SeatScope => ({ by: 'pool', poolId })),
  ...customers.flatMap((customerId): SeatScope[] => [
    { by: 'owner', customerId },
    { by: 'holder', customerId },
  ]),
  ...emails.map((email): SeatScope => ({ by: 'email', email })),
]
const statuses = [null, 'pending', 'claimed', 'revoked', 'expired'] as const

/** Every question that can be asked of a directory about the pools of `live`, and its answers. */
export const answersOf = (directory: SeatDirectory, nowMs: number, limit: number): readonly unknown[] => {
  const now = instantOf(nowMs)
  const page = { page: 2, limit }
  const queries = organizations.flatMap((organizationId) =>
    scopes.flatMap((scope) => statuses.map((status): SeatQuery => ({ organizationId, scope, status, now }))),
  )
  return [
    ...queries.map((query) => [
      query,
      directory.listSeats(query, { page: 1, limit }),
      directory.listSeats(query, page),
    ]),
    ...queries.map((query) => [query, walk(directory, query, limit)]),
    ...organizations.flatMap((organization) => [
      ...pools.map((pool) => [
        directory.poolById(organization, pool),
        directory.poolUsage(organization, pool, now),
      ]),
      ...sources.map((id) => directory.poolBySource(organization, { kind: 'subscription', id })),
      ...customers.map((customer) => [
        directory.ownerUsage(organization, customer, now),
        directory.poolsOfOwner(organization, customer, page),
        directory.poolsHeldBy(organization, customer, { page: 1, limit }),
      ]),
      ...pools.flatMap((poolId) =>
        everySeat(directory, {
          organizationId: organization,
          scope: { by: 'pool', poolId },
          status: null,
          now,
        }),
      ),
    ]),
    directory.listSeats(queries[0] ?? assert.fail(), { page: 0, limit: 1 }),
    directory.listSeats(queries[0] ?? assert.fail(), { page: 1, limit: 101 }),
    directory.seatsAfter(queries[0] ?? assert.fail(), { cursor: 'broken', limit: 1 }),
  ]
}

/** All slices of a query, one after another. */
const walk = (directory: SeatDirectory, query: SeatQuery, limit: number): readonly unknown[] => {
  const slices: unknown[] = []
  let cursor: string | null = null
  do {
    const slice: ReturnType<SeatDirectory['seatsAfter']> = directory.seatsAfter(query, { cursor, limit })
    assert(E.isRight(slice))
    slices.push(slice.right)
    cursor = slice.right.next
  } while (cursor !== null && slices.length < 500)
  return slices
}

const everySeat = (directory: SeatDirectory, query: SeatQuery): readonly unknown[] => {
  const list = directory.listSeats(query, { page: 1, limit: 100 })
  assert(E.isRight(list))
  return list.right.items.map(({ seat }) => directory.seatById(query.organizationId, seat.id))
}
