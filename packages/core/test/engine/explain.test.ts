import { describe, expect, it } from 'vitest'
import { explain } from '../../src/engine/explain.js'
import type { SeatFailure } from '../../src/engine/failures.js'
import { SeatError } from '../../src/engine/seats.js'
import { at, POOL, seat } from '../support/facts.js'
import { STREAM } from '../support/trial.js'

const seatId = seat('ada')
const store = { detail: 'connection refused', cause: new Error('the cause') }

/** One failure of each kind, and what it says. A new kind that is not here does not compile. */
const FAILURES: {
  readonly [Tag in SeatFailure['_tag']]: readonly [Extract<SeatFailure, { _tag: Tag }>, string]
} = {
  InvalidInput: [
    {
      _tag: 'InvalidInput',
      faults: [{ path: ['seats', '3', 'email'], problem: 'missing', message: 'is required' }],
    },
    'Invalid input: seats.3.email is required.',
  ],
  PoolNotFound: [{ _tag: 'PoolNotFound', poolId: POOL }, 'No pool team. Open it first.'],
  PoolAlreadyOpen: [
    { _tag: 'PoolAlreadyOpen', poolId: POOL, differs: ['source', 'capacity'] },
    'Pool team is open already, with another source, capacity.',
  ],
  PoolIsClosed: [
    { _tag: 'PoolIsClosed', poolId: POOL, closedAt: at(0) },
    'Pool team was closed at 2026-03-03T09:30:00.000Z. Open another pool.',
  ],
  CapacityBelowLive: [
    { _tag: 'CapacityBelowLive', requested: 2, live: 3 },
    'Cannot decrease seats to 2. Currently 3 seats are assigned. Revoke seats first.',
  ],
  SeatNotAvailable: [
    { _tag: 'SeatNotAvailable', capacity: 5, live: 5 },
    'No seats available: 5 of 5 are taken. Revoke a seat or raise the capacity.',
  ],
  SeatAlreadyAssigned: [{ _tag: 'SeatAlreadyAssigned', seatId }, 'This address already holds seat team.ada.'],
  SeatNotFound: [{ _tag: 'SeatNotFound', seatId }, 'No seat team.ada.'],
  SeatNotPending: [
    { _tag: 'SeatNotPending', seatId, status: 'claimed' },
    'Seat team.ada is claimed. Only a pending seat has an invitation to resend.',
  ],
  SeatNotLive: [{ _tag: 'SeatNotLive', seatId }, 'Seat team.ada is revoked. Assign a new one.'],
  InvitationDead: [{ _tag: 'InvitationDead' }, 'Invalid or expired invitation token.'],
  InvitationExpired: [
    { _tag: 'InvitationExpired', expiresAt: at(0) },
    'Invitation expired at 2026-03-03T09:30:00.000Z. Ask for a new one.',
  ],
  ClaimNotPermitted: [
    { _tag: 'ClaimNotPermitted', policy: 'email-match' },
    'This invitation is for another address. Sign in with the invited one.',
  ],
  ResendLimited: [
    { _tag: 'ResendLimited', seatId, limit: 5, retryAt: at(60) },
    'Seat team.ada was invited 5 times again already. Retry after 2026-03-03T09:31:00.000Z.',
  ],
  RevisionMismatch: [
    { _tag: 'RevisionMismatch', expected: 3, actual: 4 },
    'The pool is at revision 4, not 3. Read it again.',
  ],
  CommandIdReused: [
    { _tag: 'CommandIdReused', commandId: 'c-1' as never },
    'Command id c-1 was used for another command. Take a new one.',
  ],
  BulkRejected: [
    {
      _tag: 'BulkRejected',
      rows: [{ index: 0, rejection: { _tag: 'SeatAlreadyAssigned', seatId } }],
      invalid: [{ index: 1, faults: [] }],
    },
    'Nothing was assigned: 2 rows are bad. Correct them, or use partial mode.',
  ],
  Conflict: [
    { _tag: 'Conflict', stream: STREAM, attempts: 20 },
    'Other writers were first on seat_ledger-acme.team, 20 times. Send the command again.',
  ],
  StoreUnavailable: [
    { _tag: 'StoreUnavailable', ...store },
    'The store cannot be reached: connection refused. Nothing was written; try again later.',
  ],
  StoreRefused: [{ _tag: 'StoreRefused', ...store }, 'The store refused: connection refused.'],
  OutcomeUnknown: [
    { _tag: 'OutcomeUnknown', ...store },
    'Nobody knows whether the command was recorded: connection refused. Send it again with the same command id.',
  ],
  AppendTooLarge: [
    { _tag: 'AppendTooLarge', stream: STREAM, detail: '1 MB at most' },
    'Too large for one append: 1 MB at most. Send fewer rows.',
  ],
  UnreadableEvent: [
    {
      _tag: 'UnreadableEvent',
      stream: STREAM,
      revision: 7,
      type: 'Claimed',
      problem: 'broken body',
      fields: ['seatId', 'at'],
    },
    'Event 7 of seat_ledger-acme.team (Claimed) cannot be read: broken body seatId, at',
  ],
  EngineClosed: [{ _tag: 'EngineClosed' }, 'The engine is closed.'],
  EngineDefect: [
    { _tag: 'EngineDefect', cause: store.cause },
    'The engine failed. This is a defect; its cause is attached.',
  ],
}

describe('a failure in words says what is wrong, where, and what to do', () => {
  it.each(Object.entries(FAILURES))('%s', (_, [failure, words]) => {
    expect(explain(failure)).toBe(words)
  })

  it.each(Object.entries(FAILURES))(
    '%s is thrown by the facade with its facts, and its cause if it has one',
    (_, [failure, words]) => {
      const error = new SeatError(failure)
      expect([error.name, error.message, error.failure]).toStrictEqual(['SeatError', words, failure])
      expect(error.cause).toBe('cause' in failure ? store.cause : undefined)
    },
  )
})
