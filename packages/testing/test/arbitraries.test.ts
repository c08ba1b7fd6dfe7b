import {
  Actor,
  Capacity,
  decide,
  emptyLedger,
  evolve,
  Instant,
  liveSeats,
  PoolId,
  parseEmail,
  parseLedgerStream,
  readRecord,
  SeatMetadata,
} from '@seat-ledger/core'
import * as fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import {
  arbitraryActor,
  arbitraryBadAddress,
  arbitraryBadId,
  arbitraryBadMetadata,
  arbitraryCapacity,
  arbitraryCommand,
  arbitraryEmail,
  arbitraryHistory,
  arbitraryHistoryAndCommand,
  arbitraryInstant,
  arbitraryLedgerStream,
  arbitraryLookAlikes,
  arbitraryMember,
  arbitraryMessyAddress,
  arbitraryMetadata,
  arbitraryPoolId,
  arbitraryRecordedHistory,
  arbitraryRecordedLog,
  arbitrarySpellings,
} from '../src/index.js'

const keyOf = (text: string): string => {
  const email = parseEmail(text)
  return E.isRight(email) ? email.right.key : `refused: ${email.left}`
}

const check = <Value>(arbitrary: fc.Arbitrary<Value>, holds: (value: Value) => void, numRuns = 300): void =>
  fc.assert(
    fc.property(arbitrary, (value) => {
      holds(value)
    }),
    { numRuns },
  )

describe('generated addresses', () => {
  it('are good, in every spelling', () =>
    check(arbitraryEmail(), (email) => expect(email.key).toContain('@'), 1_000))

  it('in two spellings of one mailbox have one key', () => {
    check(arbitrarySpellings(), ({ one, other }) => expect(keyOf(one)).toBe(keyOf(other)), 2_000)
  })

  it('that look alike are good, and have two keys', () => {
    check(arbitraryLookAlikes(), ({ one, other }) => {
      expect([E.isRight(parseEmail(one)), E.isRight(parseEmail(other))]).toEqual([true, true])
      expect(keyOf(one)).not.toBe(keyOf(other))
    })
  })

  it('that are bad are refused', () =>
    check(arbitraryBadAddress(), (text) => expect(E.isLeft(parseEmail(text))).toBe(true), 1_000))

  it('that are messy are good or bad as they say', () => {
    check(arbitraryMessyAddress(), ({ input, isGood }) => expect(E.isRight(parseEmail(input))).toBe(isGood))
  })
})

describe('generated values', () => {
  it('pass their codecs', () => {
    check(arbitraryPoolId(), (value) => expect(PoolId.is(value)).toBe(true))
    check(arbitraryLedgerStream(), (value) => expect(parseLedgerStream(value)).toBeDefined())
    check(arbitraryInstant(), (value) => expect(Instant.is(value)).toBe(true))
    check(arbitraryCapacity(), (value) => expect(Capacity.is(value)).toBe(true))
    check(arbitraryActor(), (value) => expect(Actor.is(value)).toBe(true))
    check(arbitraryMember(), (value) => expect(Object.keys(value)).toHaveLength(3), 20)
  })

  it('that are bad do not', () => {
    check(arbitraryBadId(), (value) => expect(PoolId.is(value)).toBe(false))
    check(arbitraryBadMetadata(), (value) => expect(E.isLeft(SeatMetadata.decode(value))).toBe(true))
  })

  it('of metadata survive JSON unchanged', () => {
    check(arbitraryMetadata(), (value) => {
      expect(SeatMetadata.decode(value)).toEqual(E.right(value))
      expect(JSON.parse(JSON.stringify(value))).toStrictEqual(value)
    })
  })
})

describe('a generated history', () => {
  it('is a real one: replayed, every command is decided as before, and the events lead to its ledger', () => {
    check(
      arbitraryHistory(),
      ({ steps, events, ledger }) => {
        let replayed = emptyLedger()
        for (const { command, decision } of steps) {
          expect(decide(command, replayed)).toStrictEqual(decision)
          if (E.isRight(decision)) replayed = decision.right.reduce(evolve, replayed)
        }
        expect(steps.flatMap(({ decision }) => (E.isRight(decision) ? decision.right : []))).toStrictEqual(
          events,
        )
        expect(replayed.seats.values()).toStrictEqual(ledger.seats.values())
        expect(replayed.pool).toStrictEqual(ledger.pool)
      },
      100,
    )
  })

  it('is as long as allowed and begins with an open pool', () => {
    check(
      arbitraryHistory({ maxCommands: 5 }),
      ({ steps, events }) => {
        expect(steps.length).toBeLessThanOrEqual(5)
        expect(events[0]?.type).toBe('PoolOpened')
      },
      100,
    )
  })

  it('tells every kind of story: each event, each command and most refusals come up', () => {
    const seen = new Set<string>()
    for (const { steps, ledger } of fc.sample(arbitraryHistory({ maxCommands: 60 }), {
      numRuns: 300,
      seed: 1,
    })) {
      for (const { command, decision } of steps) {
        seen.add(command.type)
        if (E.isLeft(decision)) seen.add(decision.left._tag)
        else for (const { type } of decision.right) seen.add(type)
        if (E.isRight(decision) && decision.right.length === 0) seen.add('nothing new')
      }
      if (liveSeats(ledger) === ledger.pool?.capacity) seen.add('full')
    }
    expect([...seen].sort()).toEqual([
      'Assign',
      'Assigned',
      'CapacityBelowLive',
      'CapacityChanged',
      'ChangeCapacity',
      'Claim',
      'ClaimNotPermitted',
      'Claimed',
      'ClosePool',
      'InvitationDead',
      'InvitationExpired',
      'InvitationResent',
      'OpenPool',
      'PoolAlreadyOpen',
      'PoolClosed',
      'PoolIsClosed',
      'PoolOpened',
      'Reassign',
      'ReleaseExpired',
      'Resend',
      'ResendLimited',
      'Revoke',
      'Revoked',
      'SeatAlreadyAssigned',
      'SeatNotAvailable',
      'SeatNotFound',
      'SeatNotLive',
      'SeatNotPending',
      'full',
      'nothing new',
    ])
  })

  it('comes with a command that may be accepted or refused', () => {
    const decisions = fc.sample(arbitraryHistoryAndCommand(), { numRuns: 100, seed: 1 })
    expect(new Set(decisions.map(({ history, command }) => decide(command, history.ledger)._tag)).size).toBe(
      2,
    )
    check(arbitraryCommand(), (command) => expect(decide(command, emptyLedger())._tag).toMatch(/Left|Right/))
  })
})

describe('a recorded history', () => {
  it('is read back as the events that were decided', () => {
    check(
      arbitraryRecordedHistory(),
      ({ history, events }) => {
        const records = events.map(readRecord)
        expect(records.map((record) => (E.isRight(record) ? record.right.event : record.left))).toStrictEqual(
          history.events,
        )
        expect(events.map(({ revision }) => revision)).toEqual(events.map((_, index) => index))
      },
      100,
    )
  })

  it('lies in a log whose positions grow and in which every pool keeps its order', () => {
    check(
      arbitraryRecordedLog(),
      ({ histories, events }) => {
        expect(events.every(({ position }, index) => position > (events[index - 1]?.position ?? -1n))).toBe(
          true,
        )
        expect(new Set(events.map(({ id }) => id)).size).toBe(events.length)
        for (const { organizationId, poolId, events: own } of histories) {
          const recorded = events.filter(({ stream }) => {
            const name = parseLedgerStream(stream)
            return name?.organizationId === organizationId && name.poolId === poolId
          })
          expect(recorded.map(({ data }) => data)).toStrictEqual(own)
          expect(recorded.map(({ revision }) => revision)).toEqual(recorded.map((_, index) => index))
        }
      },
      50,
    )
  })
})
