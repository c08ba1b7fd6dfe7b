import { arbitraryRecordedHistory } from '@seat-ledger/testing'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import type { RecordedEvent } from '../../src/ports/event-store.js'
import { readRecord } from '../../src/stored/record.js'
import { assigned } from '../support/facts.js'
import { ACTOR, STREAM } from '../support/trial.js'

const metadata = { actor: ACTOR, commandId: 'c-1', correlationId: 'r-1' }
const recorded = (change: Partial<RecordedEvent> = {}): RecordedEvent => ({
  stream: STREAM,
  revision: 7,
  position: 70n,
  id: 'event-7',
  type: 'Assigned',
  data: assigned('ada', 1),
  metadata,
  ...change,
})
const unreadable = (problem: string, fields: readonly string[] = [], type = 'Assigned') =>
  E.left({ _tag: 'UnreadableEvent', stream: STREAM, revision: 7, type, problem, fields })

describe('a stored event', () => {
  it('is read with its place, its cause and its facts', () => {
    const full = {
      ...metadata,
      causationId: 'x',
      reason: 'Because',
      fingerprint: 'f',
      refused: [{ index: 1, rejection: { _tag: 'PoolNotFound', poolId: 'team' } }],
    }
    expect(readRecord(recorded({ metadata: full }))).toStrictEqual(
      E.right({
        stream: STREAM,
        organizationId: 'acme',
        poolId: 'team',
        revision: 7,
        position: 70n,
        id: 'event-7',
        event: assigned('ada', 1),
        metadata: full,
      }),
    )
  })

  it('loses fields that this version does not know', () => {
    const data = { ...assigned('ada', 1), shoeSize: 42 }
    const read = readRecord(recorded({ data, metadata: { ...metadata, mood: 'good' } }))
    expect(E.isRight(read) && read.right.event).toStrictEqual(assigned('ada', 1))
    expect(E.isRight(read) && read.right.metadata).toStrictEqual(metadata)
  })

  it.each(['SeatPainted', '', 'toString', '__proto__', 'assigned'])(
    'of the unknown type %j is named, not thrown',
    (type) => {
      expect(readRecord(recorded({ type }))).toStrictEqual(unreadable('unknown type', [], type))
    },
  )

  it('with a broken body names the fields, never their values', () => {
    const data = { ...assigned('ada', 1), seatId: 'no seat', at: 'yesterday', emailKey: 5 }
    expect(readRecord(recorded({ data }))).toStrictEqual(
      unreadable('broken body', ['seatId', 'emailKey', 'at']),
    )
  })

  it.each([[null], [undefined], ['text'], [[]], [5]])('with %o for a body is broken', (data) => {
    expect(readRecord(recorded({ data }))).toMatchObject(
      unreadable('broken body'.toString(), expect.any(Array)),
    )
  })

  it('with a fault inside a part that may be null names the one field', () => {
    const data = assigned('ada', 1, { invitation: { number: 0, expiresAt: assigned('ada', 1).at } })
    expect(readRecord(recorded({ data }))).toStrictEqual(unreadable('broken body', ['invitation.number']))
  })

  it('of another type than its body says is broken', () => {
    expect(readRecord(recorded({ type: 'Revoked' }))).toStrictEqual(
      unreadable('broken body', ['type', 'cause'], 'Revoked'),
    )
  })

  it('with broken metadata says so', () => {
    const broken = { actor: { kind: 'ghost', id: 'x' }, commandId: 'c', correlationId: '' }
    expect(readRecord(recorded({ metadata: broken }))).toStrictEqual(
      unreadable('broken metadata', ['actor.kind', 'correlationId']),
    )
    expect(readRecord(recorded({ metadata: null }))).toMatchObject(
      unreadable('broken metadata', expect.any(Array)),
    )
  })

  it('of a stream that is no ledger says so', () => {
    const stream = 'order-1' as RecordedEvent['stream']
    expect(readRecord(recorded({ stream }))).toStrictEqual(
      E.left({
        _tag: 'UnreadableEvent',
        stream,
        revision: 7,
        type: 'Assigned',
        problem: 'foreign stream',
        fields: [],
      }),
    )
  })

  it('holds a capacity from 0 to 1,000,000 and an invitation number from 1', () => {
    const capacity = (value: unknown) =>
      recorded({
        type: 'CapacityChanged',
        data: { type: 'CapacityChanged', capacity: value, at: assigned('ada', 1).at },
      })
    expect(
      [0, 1_000_000, -1, 1_000_001, 0.5, Number.NaN].map((value) => readRecord(capacity(value))._tag),
    ).toStrictEqual(['Right', 'Right', 'Left', 'Left', 'Left', 'Left'])
    const number = (value: number) =>
      recorded({
        data: assigned('ada', 1, { invitation: { number: value, expiresAt: assigned('ada', 1).at } }),
      })
    expect([1, 0, 1.5].map((value) => readRecord(number(value))._tag)).toStrictEqual([
      'Right',
      'Left',
      'Left',
    ])
  })

  it('of any history is read from JSON as it was written', () => {
    fc.assert(
      fc.property(arbitraryRecordedHistory({ maxCommands: 10 }), ({ events }) => {
        for (const event of events) {
          const stored = {
            ...event,
            data: JSON.parse(JSON.stringify(event.data)),
            metadata: JSON.parse(JSON.stringify(event.metadata)),
          }
          const read = readRecord(stored)
          expect(E.isRight(read) && read.right.event).toStrictEqual(event.data)
        }
      }),
      { numRuns: 30 },
    )
  })

  it('whatever a store gives back, reading never throws', () => {
    fc.assert(
      fc.property(fc.string(), fc.anything(), fc.anything(), (type, data, other) => {
        for (const one of [type, 'Assigned', 'PoolOpened']) {
          expect(readRecord(recorded({ type: one, data, metadata: other }))._tag).toBe('Left')
        }
      }),
    )
  })
})
