import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { poolById, poolBySource, poolsHeldBy, poolsOfOwner, seatById } from '../../src/projections/lookups.js'
import type { Page } from '../../src/projections/paging.js'
import { type SeatIndex, seatIndex } from '../../src/projections/seat-index.js'
import {
  listSeats,
  type SeatItem,
  type SeatQuery,
  type SeatScope,
  type SeatSlice,
  seatsAfter,
} from '../../src/projections/seat-list.js'
import type { LedgerRecord } from '../../src/stored/record.js'
import { at, CUSTOMERS, EMAILS, histories, ORGANIZATIONS, POOLS, second } from './histories.js'
import { Naive } from './naive.js'

const fold = (log: readonly LedgerRecord[], index: SeatIndex = seatIndex.initial()): SeatIndex =>
  log.reduce(seatIndex.evolve, index)

const scopes = fc.oneof(
  fc.constantFrom(...POOLS).map((poolId): SeatScope => ({ by: 'pool', poolId })),
  fc.constantFrom(...CUSTOMERS).map((customerId): SeatScope => ({ by: 'owner', customerId })),
  fc.constantFrom(...CUSTOMERS).map((customerId): SeatScope => ({ by: 'holder', customerId })),
  fc.constantFrom(...EMAILS).map((email): SeatScope => ({ by: 'email', email })),
)

const queries: fc.Arbitrary<SeatQuery> = fc.record({
  organizationId: fc.constantFrom(...ORGANIZATIONS),
  scope: scopes,
  status: fc.constantFrom('pending', 'claimed', 'revoked', 'expired', 'expired', null),
  now: second.map(at),
})

const right = <A>(outcome: E.Either<unknown, A>): A => {
  if (E.isLeft(outcome)) throw new Error(JSON.stringify(outcome.left))
  return outcome.right
}

const byCursor = (index: SeatIndex, query: SeatQuery, limit: number): readonly SeatItem[] => {
  const items: SeatItem[] = []
  let cursor: string | null = null
  let slices = 0
  do {
    slices += 1
    const slice: SeatSlice = right(seatsAfter(index, query, { cursor, limit }))
    items.push(...slice.items)
    cursor = slice.next
  } while (cursor !== null)
  expect(slices).toBe(Math.max(1, Math.ceil(items.length / limit)))
  return items
}

describe('the seat list', () => {
  it('is, for any filter, at any moment of a history and for any clock, what filtering and sorting all seats gives', () => {
    fc.assert(
      fc.property(histories, fc.array(fc.tuple(queries, fc.nat(449)), { maxLength: 40 }), (log, asked) => {
        const index = seatIndex.initial()
        let folded = 0
        for (const [query, moment] of asked.sort((a, b) => a[1] - b[1])) {
          fold(log.slice(folded, moment), index)
          folded = Math.max(folded, Math.min(moment, log.length))
          const expected = new Naive(log.slice(0, folded)).items(query)
          const page = right(listSeats(index, query, { page: 1, limit: 100 }))
          expect(page.items).toEqual(expected.slice(0, 100))
          expect(page.total).toBe(expected.length)
        }
      }),
      { numRuns: 60 },
    )
  })

  it('is the same whole list by pages and by cursor, whatever the limit', () => {
    fc.assert(
      fc.property(
        histories,
        fc.array(queries, { minLength: 6, maxLength: 12 }),
        fc.integer({ min: 1, max: 30 }),
        (log, asked, limit) => {
          const index = fold(log)
          const naive = new Naive(log)
          for (const query of asked) {
            const expected = naive.items(query)
            const maxPage = Math.ceil(expected.length / limit)
            const pages = Array.from({ length: maxPage + 1 }, (_, page) =>
              right(listSeats(index, query, { page: page + 1, limit })),
            )
            expect(pages.flatMap(({ items }) => items)).toEqual(expected)
            expect(pages.map(({ total }) => total)).toEqual(pages.map(() => expected.length))
            expect(pages.map((page) => page.maxPage)).toEqual(pages.map(() => maxPage))
            expect(byCursor(index, query, limit)).toEqual(expected)
          }
        },
      ),
      { numRuns: 40 },
    )
  })

  it('goes on behind a cursor without a repetition or a gap, whatever was recorded since', () => {
    fc.assert(
      fc.property(
        histories,
        queries,
        fc.nat(449),
        fc.integer({ min: 1, max: 20 }),
        (log, query, moment, limit) => {
          const index = fold(log.slice(0, moment))
          const first = right(seatsAfter(index, query, { cursor: null, limit }))
          fold(log.slice(moment), index)
          const last = first.items.at(-1)?.seat
          fc.pre(first.next !== null && last !== undefined)
          const rest = new Naive(log)
            .items(query)
            .filter(({ seat }) => `${seat.assignedAt} ${seat.id}` > `${last?.assignedAt} ${last?.id}`)
          expect(right(seatsAfter(index, query, { cursor: first.next, limit: 100 })).items).toEqual(
            rest.slice(0, 100),
          )
        },
      ),
      { numRuns: 40 },
    )
  })

  it('has cursors that need no escaping in a URL', () => {
    fc.assert(
      fc.property(histories, queries, (log, query) => {
        const { next } = right(seatsAfter(fold(log), query, { cursor: null, limit: 1 }))
        fc.pre(next !== null)
        expect(encodeURIComponent(next ?? '')).toBe(next)
      }),
      { numRuns: 30 },
    )
  })

  it.each([
    '',
    'x',
    '20260303000000000.',
    '20260303000000000.no dot',
    '20261303000000000.p0.a',
    '2026030300000000.p0.a',
    '20260303000000000.p0.a.b',
  ])('answers a broken cursor %j with an error that names it', (cursor) => {
    const query = {
      organizationId: ORGANIZATIONS[0],
      scope: { by: 'pool', poolId: POOLS[0] },
      status: null,
      now: at(0),
    } as SeatQuery
    expect(seatsAfter(seatIndex.initial(), query, { cursor, limit: 10 })).toEqual(
      E.left({ _tag: 'BadPaging', field: 'cursor' }),
    )
  })

  it.each([
    [{ page: 0, limit: 10 }, 'page'],
    [{ page: 1.5, limit: 10 }, 'page'],
    [{ page: Number.NaN, limit: 10 }, 'page'],
    [{ page: 1, limit: 0 }, 'limit'],
    [{ page: 1, limit: 101 }, 'limit'],
    [{ page: 1, limit: Number.POSITIVE_INFINITY }, 'limit'],
  ])('answers the page %j with an error that names the %s', (page, field) => {
    const query = {
      organizationId: ORGANIZATIONS[0],
      scope: { by: 'pool', poolId: POOLS[0] },
      status: null,
      now: at(0),
    } as SeatQuery
    expect(listSeats(seatIndex.initial(), query, page)).toEqual(E.left({ _tag: 'BadPaging', field }))
  })

  it('gives the same answers when events are repeated', () => {
    fc.assert(
      fc.property(histories, queries, (log, query) => {
        const repeated = fold(
          log.flatMap((record, number) => [record, ...log.slice(Math.max(0, number - 3), number + 1)]),
        )
        const page = { page: 1, limit: 100 }
        expect(listSeats(repeated, query, page)).toEqual(listSeats(fold(log), query, page))
      }),
      { numRuns: 30 },
    )
  })

  it('hands out items that later events do not change', () => {
    fc.assert(
      fc.property(histories, queries, fc.nat(449), (log, query, moment) => {
        const index = fold(log.slice(0, moment))
        const page = right(listSeats(index, query, { page: 1, limit: 100 }))
        const before = structuredClone(page)
        fold(log.slice(moment), index)
        expect(page).toEqual(before)
      }),
      { numRuns: 30 },
    )
  })
})

describe('a look-up', () => {
  const ids = (page: E.Either<unknown, Page<{ pool: { id: string } }>>) =>
    right(page).items.map(({ pool }) => pool.id)

  it('finds each seat and pool of its own organization, by id and by source, and none of another', () => {
    fc.assert(
      fc.property(histories, (log) => {
        const index = fold(log)
        const naive = new Naive(log)
        for (const organizationId of ORGANIZATIONS) {
          for (const poolId of POOLS) {
            const scope: SeatScope = { by: 'pool', poolId }
            for (const item of naive.items({ organizationId, scope, status: null, now: at(0) })) {
              expect(seatById(index, organizationId, item.seat.id)).toEqual(item)
            }
            const known = naive.poolIds(organizationId, ({ pool }) => pool?.id === poolId).length === 1
            const revision =
              log.filter((record) => record.organizationId === organizationId && record.poolId === poolId)
                .length - 1
            const found = poolById(index, organizationId, poolId)
            expect(found?.revision).toBe(known ? revision : undefined)
            expect(found?.pool.organizationId).toBe(known ? organizationId : undefined)
            const source = { kind: 'subscription', id: `sub_${poolId}` } as NonNullable<
              typeof found
            >['pool']['source']
            expect(poolBySource(index, organizationId, source)).toEqual(found)
            expect(poolBySource(index, organizationId, { ...source, kind: 'order' })).toBeUndefined()
          }
        }
      }),
      { numRuns: 20 },
    )
  })

  it('lists the pools of an owner, and those in which a customer holds a claimed seat, each once and oldest first', () => {
    fc.assert(
      fc.property(histories, (log) => {
        const index = fold(log)
        const naive = new Naive(log)
        const page = { page: 1, limit: 100 }
        for (const organizationId of ORGANIZATIONS) {
          for (const customer of CUSTOMERS) {
            const owned = naive.poolIds(organizationId, ({ pool }) => pool?.customerId === customer)
            expect(ids(poolsOfOwner(index, organizationId, customer, page))).toEqual(owned)
            const held = naive.poolIds(organizationId, ({ seats }) =>
              seats.values().some((seat) => seat.status === 'claimed' && seat.holder.customerId === customer),
            )
            expect(ids(poolsHeldBy(index, organizationId, customer, page))).toEqual(held)
            expect(
              right(poolsHeldBy(index, organizationId, customer, { page: 2, limit: 1 })).items.map(
                ({ pool }) => pool.id,
              ),
            ).toEqual(held.slice(1, 2))
          }
        }
      }),
      { numRuns: 40 },
    )
  })
})
