import { arbitraryRecordedHistory } from '@seat-ledger/testing'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { EVENT_CODECS, type LedgerEvent } from '../../src/domain/events.js'
import type { RecordedEvent } from '../../src/ports/event-store.js'
import { EventMetadata } from '../../src/stored/event-metadata.js'
import { quickEvent } from '../../src/stored/quick-event.js'
import { quickMetadata } from '../../src/stored/quick-metadata.js'

type Body = Readonly<Record<string, unknown>>

/** As text and back, as it lies in a store. */
const stored = (value: unknown): Body => JSON.parse(JSON.stringify(value))

const oddValue = () =>
  fc.oneof(
    fc.constantFrom<unknown>(
      null,
      '',
      0,
      1,
      1.5,
      -1,
      'a.b',
      'x@y.zz',
      'Claimed',
      'revoked',
      [],
      {},
      { number: 0 },
    ),
    fc.constantFrom<unknown>(
      { kind: 'user', id: 'u' },
      { kind: 'robot', id: 'r' },
      { kind: 'user', id: 'u', more: 1 },
    ),
    fc.constantFrom<unknown>(
      { customerId: 'c', email: null },
      { customerId: 'c', email: 1 },
      { customerId: 'c' },
    ),
    fc.constantFrom<unknown>(
      '2026-02-30T00:00:00.000Z',
      '2026-02-28T24:00:00.000Z',
      '2026-13-01T00:00:00.000Z',
    ),
    fc.jsonValue(),
  )

/** What is done to a body: nothing, or a field changed, added or taken away. */
const spoiling = () =>
  fc.record({
    place: fc.nat(),
    field: fc.nat(),
    how: fc.constantFrom('keep', 'keep', 'set', 'drop'),
    value: oddValue(),
  })

const MORE_FIELDS = ['shoeSize', 'reason', 'fingerprint', 'hash']

type Spoiling = ReturnType<typeof spoiling> extends fc.Arbitrary<infer Made> ? Made : never

const spoilt = (body: Body, { field, how, value }: Spoiling): Body => {
  const names = [...Object.keys(body), ...MORE_FIELDS]
  const name = names[field % names.length] ?? ''
  if (how === 'keep') return body
  if (how === 'set') return { ...body, [name]: value }
  return Object.fromEntries(Object.entries(body).filter(([key]) => key !== name))
}

/** Runs `check` on events of generated histories, spoilt or not. */
const everyEvent = (check: (event: RecordedEvent, how: Spoiling) => void): void => {
  fc.assert(
    fc.property(
      arbitraryRecordedHistory(),
      fc.array(spoiling(), { minLength: 10, maxLength: 30 }),
      ({ events }, all) => {
        for (const how of all)
          for (const event of events.slice(how.place % events.length).slice(0, 1)) check(event, how)
      },
    ),
    { numRuns: 150 },
  )
}

describe('the short cut through a stored event', () => {
  it('gives what its codec gives, or leaves it to the codec', () => {
    let taken = 0
    everyEvent(({ type, data }, how) => {
      const body = spoilt(stored(data), how)
      const quick = quickEvent(type as LedgerEvent['type'], body)
      if (quick === undefined) return
      taken += 1
      expect(E.right(quick)).toStrictEqual(EVENT_CODECS[type as LedgerEvent['type']].decode(body))
    })
    expect(taken).toBeGreaterThan(100)
  })

  it('gives the metadata that its codec gives, or leaves it to the codec', () => {
    let taken = 0
    everyEvent(({ metadata }, how) => {
      const sealed = how.place % 2 === 0 ? { ...stored(metadata), hash: 'x'.repeat(43) } : stored(metadata)
      const body = spoilt(sealed, how)
      const quick = quickMetadata(body)
      if (quick === undefined) return
      taken += 1
      expect(E.right(quick)).toStrictEqual(EventMetadata.decode(body))
    })
    expect(taken).toBeGreaterThan(100)
  })
})
