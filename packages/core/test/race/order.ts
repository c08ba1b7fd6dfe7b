import * as E from 'fp-ts/lib/Either.js'
import { assert, expect } from 'vitest'
import type { Command, NewSeat } from '../../src/domain/commands.js'
import { decideAll } from '../../src/domain/decide-all.js'
import type { Email } from '../../src/domain/email.js'
import type { Assigned, Claimed, LedgerEvent } from '../../src/domain/events.js'
import { emptyLedger, evolve, type Ledger, liveSeats } from '../../src/domain/ledger.js'
import type { RecordedEvent } from '../../src/ports/event-store.js'
import { type LedgerRecord, readRecord } from '../../src/stored/record.js'
import { email, POOL } from '../support/facts.js'

/** The events of one command, which stand together. */
export interface Done {
  readonly commandId: string
  readonly events: readonly LedgerEvent[]
  /** The revisions of the first and of the last of them. */
  readonly first: number
  readonly revision: number
}

/** What was recorded, command by command. A command whose events do not stand together appears more than once. */
export const inOrder = (recorded: readonly RecordedEvent[]): readonly Done[] => {
  const done: Done[] = []
  for (const record of recorded.map(readable)) {
    const { event, revision, metadata } = record
    const last = done.at(-1)
    if (last?.commandId === metadata.commandId) {
      done[done.length - 1] = { ...last, events: [...last.events, event], revision }
    } else done.push({ commandId: metadata.commandId, events: [event], first: revision, revision })
  }
  return done
}

const readable = (recorded: RecordedEvent): LedgerRecord => {
  const record = readRecord(recorded)
  assert(E.isRight(record), 'what the engine writes, it can read')
  return record.right
}

/** Plays the commands one after another, as one engine alone would have: each must lead to the very events recorded. */
export const expectLegal = (done: readonly Done[]): void => {
  let ledger = emptyLedger()
  for (const { events } of done) {
    expect(decideAll(commandsOf(events), ledger).events).toStrictEqual(events)
    for (const event of events) {
      ledger = evolve(ledger, event)
      expect(liveSeats(ledger)).toBeLessThanOrEqual(ledger.pool?.capacity ?? 0)
    }
  }
}

/** The state before each event, and the last one. */
export const statesOf = (recorded: readonly RecordedEvent[]): readonly Ledger[] => {
  const states = [emptyLedger()]
  for (const one of recorded) states.push(evolve(states.at(-1) ?? emptyLedger(), readable(one).event))
  return states
}

/** What must have been asked for these events to come of it. */
const commandsOf = (events: readonly LedgerEvent[]): readonly Command[] => {
  const [first, second] = events
  assert(first !== undefined)
  switch (first.type) {
    case 'PoolOpened':
      return [{ ...first, type: 'OpenPool' }]
    case 'CapacityChanged':
      return [{ ...first, type: 'ChangeCapacity', poolId: POOL }]
    case 'PoolClosed':
      return [{ type: 'ClosePool', poolId: POOL, at: first.at }]
    case 'Assigned':
      return assignments(events)
    case 'InvitationResent': {
      const { seatId, at, invitation } = first
      return [
        {
          type: 'Resend',
          seatId,
          at,
          expiresAt: invitation.expiresAt,
          allowance: { limit: 5, windowSeconds: 3_600 },
        },
      ]
    }
    case 'Claimed': {
      const holder = { customerId: first.holder.customerId, email: null }
      assert(first.invitation !== null)
      return [
        {
          type: 'Claim',
          seatId: first.seatId,
          invitation: first.invitation,
          holder,
          policy: 'token',
          at: first.at,
        },
      ]
    }
    case 'Revoked':
      if (first.cause === 'pool_closed') return [{ type: 'ClosePool', poolId: POOL, at: first.at }]
      if (first.cause === 'expired') return [{ type: 'ReleaseExpired', poolId: POOL, at: first.at }]
      if (first.cause === 'revoked')
        return [{ type: 'Revoke', seatId: first.seatId, cause: 'revoked', at: first.at }]
      assert(second?.type === 'Assigned')
      return [{ type: 'Reassign', seatId: first.seatId, to: newSeat(second, undefined), at: first.at }]
  }
}

const assignments = (events: readonly LedgerEvent[]): readonly Command[] =>
  events.flatMap((event, index): Command[] => {
    if (event.type !== 'Assigned') return []
    const next = events[index + 1]
    const claimed = next?.type === 'Claimed' && next.seatId === event.seatId ? next : undefined
    return [{ type: 'Assign', seat: newSeat(event, claimed), releaseExpired: false, at: event.at }]
  })

const newSeat = (event: Assigned, claimed: Claimed | undefined): NewSeat => {
  const { seatId, metadata, member, invitation, at } = event
  const typed: Email = email(event.email)
  const start: NewSeat['start'] =
    claimed === undefined
      ? { kind: 'invite', expiresAt: invitation?.expiresAt ?? at }
      : { kind: 'claim', customerId: claimed.holder.customerId }
  return { seatId, email: typed, metadata, member, start }
}
