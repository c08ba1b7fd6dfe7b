import * as fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { passes } from '../../src/audit/filter.js'
import { type AuditPage, ledgerHistory, seatAudit } from '../../src/audit/history.js'
import { auditLogPage } from '../../src/audit/log.js'
import type { BadAuditPage } from '../../src/audit/page.js'
import type { Person } from '../../src/audit/person.js'
import { personHistory, personPage } from '../../src/audit/person-history.js'
import { utcInstant } from '../../src/audit/utc-instant.js'
import { type EmailKey, parseEmail } from '../../src/domain/email.js'
import type { OrganizationId } from '../../src/domain/ids.js'
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
          const bounded = await allPages((cursor) =>
            ledgerHistory(eventStore, ledger, { types: wanted }, { cursor, limit: 1_000, scan: limit }),
          )
          expect(bounded).toEqual(records.filter((record) => passes({ types: wanted }, record)))
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

/** Every seat of a person, in the order in which it became theirs, with all its events: as one would first write it. */
const ofPerson = (own: readonly LedgerRecord[], person: Person): readonly LedgerRecord[] => {
  const seats = new Set<string>()
  for (const { event } of own) {
    const isTheirs =
      'email' in person
        ? (event.type === 'Assigned' && event.emailKey === person.email) ||
          (event.type === 'Claimed' && keyOf(event.holder.email) === person.email)
        : event.type === 'Claimed' && event.holder.customerId === person.customerId
    if (isTheirs && 'seatId' in event) seats.add(event.seatId)
  }
  return [...seats].flatMap((seat) => own.filter(({ event }) => 'seatId' in event && event.seatId === seat))
}

const peopleOf = (own: readonly LedgerRecord[], pick: number): readonly Person[] => {
  const emails = own.flatMap(({ event }) => {
    if (event.type === 'Assigned') return [event.emailKey]
    const key = event.type === 'Claimed' ? keyOf(event.holder.email) : null
    return key === null ? [] : [key as EmailKey]
  })
  const customers = own.flatMap(({ event }) => (event.type === 'Claimed' ? [event.holder.customerId] : []))
  const [email, customerId] = [
    emails[pick % Math.max(1, emails.length)],
    customers[pick % Math.max(1, customers.length)],
  ]
  return [...(email === undefined ? [] : [{ email }]), ...(customerId === undefined ? [] : [{ customerId }])]
}

/** With a bound or without one. */
const scans = fc.option(fc.integer({ min: 1, max: 9 }), { nil: undefined })

describe('the history of an organization', () => {
  it('is, page by page, its own events and nobody else’s, however few may be looked at for one page', async () => {
    await fc.assert(
      fc.asyncProperty(auditedLogs(), fc.integer({ min: 1, max: 7 }), scans, async (make, limit, bound) => {
        const { feed, records } = await make()
        const scan = bound === undefined ? {} : { scan: bound }
        for (const organizationId of new Set(records.map((record) => record.organizationId))) {
          const own = records.filter((record) => record.organizationId === organizationId)
          let pages = 0
          const all = await allPages((cursor) => {
            pages += 1
            return auditLogPage(feed, { organizationId }, { cursor, limit, ...scan })
          })
          expect(all).toEqual(own)
          if (bound === undefined) expect(pages).toBe(Math.max(1, Math.ceil(own.length / limit)))
          else expect(pages).toBeGreaterThanOrEqual(Math.ceil(records.length / bound))
        }
      }),
      { numRuns: 30 },
    )
  })

  it('of a person is, seat by seat, every event of the seats that were theirs, in one answer and in pages', async () => {
    await fc.assert(
      fc.asyncProperty(
        auditedLogs(),
        fc.nat(),
        fc.integer({ min: 1, max: 5 }),
        scans,
        types,
        async (make, pick, limit, bound, wanted) => {
          const { eventStore, feed, records } = await make()
          const scan = bound === undefined ? {} : { scan: bound }
          for (const organizationId of new Set(records.map((record) => record.organizationId))) {
            const own = records.filter((record) => record.organizationId === organizationId)
            for (const person of peopleOf(own, pick)) {
              const theirs = ofPerson(own, person)
              for (const filter of [{}, { types: wanted }]) {
                const query = { organizationId, person, ...filter }
                const expected = theirs.filter((record) => passes(filter, record))
                const whole = []
                for await (const record of personHistory(feed, query)) whole.push(right(record))
                expect(whole).toEqual(expected)
                const paged = await allPages((cursor) =>
                  personPage(eventStore, feed, query, { cursor, limit, ...scan }),
                )
                expect(paged).toEqual(expected)
              }
            }
          }
        },
      ),
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

describe('a time that an auditor types', () => {
  it('is a UTC day or time of the calendar, and nothing else', () => {
    const texts = ['2026-03-03', '2026-03-03T09:30Z', '2026-03-03T09:30:01Z', '2026-03-03T09:30:01.5Z']
    expect(texts.map(utcInstant)).toEqual([
      '2026-03-03T00:00:00.000Z',
      '2026-03-03T09:30:00.000Z',
      '2026-03-03T09:30:01.000Z',
      '2026-03-03T09:30:01.500Z',
    ])
    const others = [
      '',
      'noon',
      '2026-02-30',
      '2026-13-01',
      '2026-03-03T24:00Z',
      '2026-03-03T09:30',
      '1969-12-31',
      '2026-03-03T09:30+01:00',
      '2026-3-3',
    ]
    expect(others.map(utcInstant)).toEqual(others.map(() => undefined))
  })
})
