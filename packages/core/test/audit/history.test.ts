import * as fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { passes } from '../../src/audit/filter.js'
import { type AuditPage, ledgerHistory, seatAudit } from '../../src/audit/history.js'
import { auditLogPage } from '../../src/audit/log.js'
import type { BadAuditPage } from '../../src/audit/page.js'
import { parseEmail } from '../../src/domain/email.js'
import type { CustomerId, OrganizationId } from '../../src/domain/ids.js'
import type { ReadFailure } from '../../src/ports/failures.js'
import type { LedgerRecord } from '../../src/stored/record.js'
import { auditedLedgers, auditedLogs, right } from './support.js'

const keyOf = (address: string | null): string | null => {
  const parsed = parseEmail(address ?? '')
  return E.isRight(parsed) ? parsed.right.key : null
}

type Ask = (cursor: string | null) => Promise<E.Either<ReadFailure | BadAuditPage, AuditPage>>

const allPages = async (ask: Ask): Promise<readonly LedgerRecord[]> => {
  const items: LedgerRecord[] = []
  for (let cursor: string | null = null; ; ) {
    const page: AuditPage = right(await ask(cursor))
    items.push(...page.items)
    if (page.next === null) return items
    cursor = page.next
  }
}

const types = fc.subarray(['Assigned', 'Claimed', 'Revoked', 'PoolOpened', 'CapacityChanged'] as const, {
  minLength: 1,
})

describe('the history of a ledger', () => {
  it('is, page by page of any length, every event that is asked for, once and in order', async () => {
    await fc.assert(
      fc.asyncProperty(
        auditedLedgers(),
        types,
        fc.nat(),
        fc.integer({ min: 1, max: 7 }),
        async (make, wanted, pick, limit) => {
          const { eventStore, ledger, records } = await make()
          const some = records[pick % records.length]
          if (some === undefined) throw new Error('every ledger has an event')
          const { id, kind } = some.metadata.actor
          const filters = [
            {},
            { types: wanted },
            { from: some.event.at },
            { to: some.event.at },
            { actor: { id } },
            { actor: { kind, id }, types: wanted, from: some.event.at },
          ]
          for (const filter of filters) {
            const found = await allPages((cursor) =>
              ledgerHistory(eventStore, ledger, filter, { cursor, limit }),
            )
            expect(found).toEqual(records.filter((record) => passes(filter, record)))
          }
          const seatId = 'seatId' in some.event ? some.event.seatId : undefined
          if (seatId === undefined) return
          const ofSeat = await allPages((cursor) =>
            seatAudit(eventStore, { ...ledger, seatId }, {}, { cursor, limit }),
          )
          expect(ofSeat).toEqual(records.filter(({ event }) => 'seatId' in event && event.seatId === seatId))
        },
      ),
      { numRuns: 30 },
    )
  })

  it('takes an interval with its first instant and without its last', () => {
    const record = {
      event: { type: 'PoolClosed', at: '2026-03-03T00:00:00.000Z' },
      metadata: {},
    } as LedgerRecord
    const { at } = record.event
    expect([passes({ from: at }, record), passes({ to: at }, record)]).toEqual([true, false])
  })

  it('refuses cursors that it did not give and limits that cannot be', async () => {
    const [make] = fc.sample(auditedLedgers(2), 1)
    if (make === undefined) throw new Error('a sample of one is one')
    const { eventStore, feed, ledger } = await make()
    for (const cursor of ['', 'x', 'r', 'r1x', 'r-1', 'p1.5']) {
      const bad = E.left({ _tag: 'BadAuditPage', field: 'cursor' })
      expect(await ledgerHistory(eventStore, ledger, {}, { cursor, limit: 1 })).toEqual(bad)
      expect(await auditLogPage(feed, ledger, { cursor, limit: 1 })).toEqual(bad)
    }
    for (const limit of [0, -1, 1.5, 1_001, Number.NaN]) {
      const bad = E.left({ _tag: 'BadAuditPage', field: 'limit' })
      expect(await ledgerHistory(eventStore, ledger, {}, { cursor: null, limit })).toEqual(bad)
      expect(await auditLogPage(feed, ledger, { cursor: null, limit })).toEqual(bad)
    }
  })
})

describe('the history of an organization', () => {
  it('is, page by page, its own events and nobody else’s; of a person, those of the seats that were theirs', async () => {
    await fc.assert(
      fc.asyncProperty(auditedLogs(), fc.nat(), fc.integer({ min: 1, max: 7 }), async (make, pick, limit) => {
        const { feed, records } = await make()
        for (const organizationId of new Set(records.map((record) => record.organizationId))) {
          const own = records.filter((record) => record.organizationId === organizationId)
          const all = await allPages((cursor) => auditLogPage(feed, { organizationId }, { cursor, limit }))
          expect(all).toEqual(own)
          const assigned = own.flatMap(({ event }) => (event.type === 'Assigned' ? [event] : []))
          const email = assigned[pick % Math.max(1, assigned.length)]?.emailKey
          if (email !== undefined) {
            const theirs = new Set(
              own.flatMap(({ event }) =>
                (event.type === 'Assigned' && event.emailKey === email) ||
                (event.type === 'Claimed' && keyOf(event.holder.email) === email)
                  ? [event.seatId]
                  : [],
              ),
            )
            const found = await allPages((cursor) =>
              auditLogPage(feed, { organizationId, person: { email } }, { cursor, limit }),
            )
            expect(found).toEqual(own.filter(({ event }) => 'seatId' in event && theirs.has(event.seatId)))
          }
          const claimed = own.flatMap(({ event }) => (event.type === 'Claimed' ? [event] : []))
          const customerId: CustomerId | undefined =
            claimed[pick % Math.max(1, claimed.length)]?.holder.customerId
          if (customerId === undefined) continue
          const held = new Set(
            claimed.flatMap(({ holder, seatId }) => (holder.customerId === customerId ? [seatId] : [])),
          )
          const found = await allPages((cursor) =>
            auditLogPage(feed, { organizationId, person: { customerId } }, { cursor, limit }),
          )
          expect(found).toEqual(own.filter(({ event }) => 'seatId' in event && held.has(event.seatId)))
        }
      }),
      { numRuns: 30 },
    )
  })

  it('is not that of an organization whose id begins with the same letters', async () => {
    const [make] = fc.sample(auditedLedgers(2), 1)
    if (make === undefined) throw new Error('a sample of one is one')
    const { feed, ledger } = await make()
    const shorter = ledger.organizationId.slice(0, -1) as OrganizationId
    const page = right(await auditLogPage(feed, { organizationId: shorter }, { cursor: null, limit: 10 }))
    expect(page).toEqual({ items: [], next: null, unreadable: 0 })
  })
})
