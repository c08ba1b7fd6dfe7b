import type { StreamName } from '@seat-ledger/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { appendFailure, readFailure } from '../src/connection/failures.js'

const failed = { stream: 'seat_ledger-a.b' as StreamName, expected: 3, alone: true }

/** As gRPC gives it, before the client has wrapped it. */
const raw = (code: number, details = '', exception?: string) =>
  Object.assign(new Error(details), {
    code,
    details,
    metadata: { get: (key: string) => (key === 'exception' && exception !== undefined ? [exception] : []) },
  })

/** As the client wraps it. */
const wrapped = (type: string, code?: number, details = '') =>
  Object.assign(new Error(''), { type, code, ...(code !== undefined && { _raw: raw(code, details) }) })

describe('What became of an append', () => {
  it.each([
    ['a wrong expected version', wrapped('wrong-expected-version'), 'WrongRevision'],
    ['one larger than the server takes', wrapped('maximum-append-size-exceeded', 3), 'AppendTooLarge'],
    [
      'an event larger than the server takes',
      raw(3, '', 'maximum-append-event-size-exceeded'),
      'AppendTooLarge',
    ],
    ['a tombstone', wrapped('stream-deleted', 9), 'StoreRefused'],
    ['no right to write', wrapped('access-denied', 7), 'StoreRefused'],
    ['no right to write, unwrapped', raw(7), 'StoreRefused'],
    ['a bad request', raw(3), 'StoreRefused'],
    ['a method that the server does not have', wrapped('unknown', 12), 'StoreRefused'],
    ['a follower', wrapped('not-leader', 5), 'StoreUnavailable'],
    [
      'nobody listening',
      wrapped('unavailable', 14, 'No connection established. Last error: x'),
      'StoreUnavailable',
    ],
    ['a name that does not resolve', raw(14, 'Name resolution failed for target dns:x'), 'StoreUnavailable'],
    ['a lost connection', wrapped('unavailable', 14, 'Connection dropped'), 'OutcomeUnknown'],
    ['a server that is not ready', raw(14, 'Server Is Not Ready'), 'OutcomeUnknown'],
    ['a deadline', wrapped('deadline-exceeded', 4), 'OutcomeUnknown'],
    ['a timeout on the server', wrapped('timeout', 10), 'OutcomeUnknown'],
    ['a cancelled call', wrapped('cancelled', 1), 'OutcomeUnknown'],
    ['no leader', wrapped('unknown', 2), 'OutcomeUnknown'],
    ['an internal error', raw(13), 'OutcomeUnknown'],
    ['too many pings', raw(8), 'OutcomeUnknown'],
    ['no node found', new Error('Failed to discover after 10 attempts.'), 'OutcomeUnknown'],
    ['something thrown that is no error', 'x', 'OutcomeUnknown'],
    ['nothing at all', undefined, 'OutcomeUnknown'],
  ] as const)('after %s is %s', (_, error, tag) => {
    expect(appendFailure(error, failed)._tag).toBe(tag)
  })

  it('is unknown in a batch whatever the status: it may be the status of another append', () => {
    for (const error of [
      wrapped('access-denied', 7),
      wrapped('not-leader', 5),
      wrapped('wrong-expected-version', 9),
    ])
      expect(appendFailure(error, { ...failed, alone: false })._tag).toBe('OutcomeUnknown')
    expect(appendFailure(wrapped('wrong-expected-version'), { ...failed, alone: false })._tag).toBe(
      'WrongRevision',
    )
  })

  it('is never called "not written" for a status that does not prove it, and nothing ever throws', () => {
    const proofs = new Set([3, 5, 7, 9, 12, 16])
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 20 }), fc.string(), fc.boolean(), (code, details, isWrapped) => {
        const error = isWrapped ? wrapped('unknown', code, details) : raw(code, details)
        const { _tag } = appendFailure(error, failed)
        expect(_tag === 'OutcomeUnknown' || proofs.has(code)).toBe(true)
      }),
    )
    fc.assert(
      fc.property(fc.anything(), (thrown) => {
        expect(typeof appendFailure(thrown, failed)._tag).toBe('string')
        expect(typeof readFailure(thrown)._tag).toBe('string')
      }),
    )
  })

  it('keeps the cause and repeats none of its text', () => {
    const error = raw(13, 'password is hunter2')
    const failure = appendFailure(error, failed)
    expect(failure).toMatchObject({ cause: error, detail: 'EventStoreDB: gRPC status 13' })
  })
})
