import { arbitraryHistory, type History } from '@seat-ledger/testing'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { decide } from '../src/domain/decide.js'
import { EVENT_CODECS, type LedgerEvent } from '../src/domain/events.js'
import { Instant, plusSeconds } from '../src/domain/instant.js'
import { emptyLedger, evolve, type Ledger, liveSeats, type Seat } from '../src/domain/ledger.js'
import { createSeatLedger } from '../src/engine/seat-ledger.js'
import { upcast } from '../src/stored/upcast.js'
import { type Reply, type Send, sending } from './support/actions.js'
import { fold } from './support/fold.js'
import { arbitrarySteps, notice, said, started } from './support/story.js'
import { trial } from './support/trial.js'

const history = () => arbitraryHistory({ maxCommands: 40 })

/** Every state that a history goes through. */
const states = ({ events }: Pick<History, 'events'>): Ledger[] => {
  let ledger = emptyLedger()
  return events.map((event) => {
    ledger = evolve(ledger, event)
    return ledger
  })
}

/** Counted without what the ledger itself counts by. */
const live = (ledger: Ledger): Seat[] => ledger.seats.values().filter(({ status }) => status !== 'revoked')

const asData = ({ pool, seats, liveByEmail }: Ledger) => ({
  pool,
  seats: new Map(seats.values().map((seat) => [seat.id, seat])),
  live: new Set(liveByEmail.values()),
})

describe('the rules over every history', () => {
  it('capacity is never exceeded', () => {
    fc.assert(
      fc.property(history(), (one) => {
        for (const ledger of states(one)) {
          expect(live(ledger).length).toBeLessThanOrEqual(ledger.pool?.capacity ?? 0)
          expect(liveSeats(ledger)).toBe(live(ledger).length)
        }
      }),
    )
  })

  it('one live seat per email', () => {
    fc.assert(
      fc.property(history(), (one) => {
        for (const ledger of states(one)) {
          const seats = live(ledger)
          expect(new Set(seats.map(({ email }) => email.key)).size).toBe(seats.length)
          for (const { id, email } of seats) expect(ledger.liveByEmail.get(email.key)).toBe(id)
        }
      }),
    )
  })

  it('a seat moves only along the lifecycle', () => {
    const letters = { Assigned: 'a', InvitationResent: 'i', Claimed: 'c', Revoked: 'r' } as const
    fc.assert(
      fc.property(history(), ({ events }) => {
        const lives = new Map<string, string>()
        for (const event of events) {
          if ('seatId' in event)
            lives.set(event.seatId, (lives.get(event.seatId) ?? '') + letters[event.type])
        }
        for (const life of lives.values()) expect(life).toMatch(/^ai*c?r?$/)
      }),
    )
    // Also when the log holds what no rule would have let through: events repeated and out of order.
    const next = {
      none: ['pending'],
      pending: ['pending', 'claimed', 'revoked'],
      claimed: ['claimed', 'revoked'],
      revoked: ['revoked'],
    }
    fc.assert(
      fc.property(
        history().chain(({ events }) => fc.array(fc.constantFrom(...events), { size: 'max', maxLength: 60 })),
        (events) => {
          let before = emptyLedger()
          for (const event of events) {
            const after = evolve(before, event)
            for (const seat of after.seats.values()) {
              const old = before.seats.get(seat.id)
              expect(next[old?.status ?? 'none']).toContain(seat.status)
              if (old?.status === 'revoked') expect(seat).toBe(old)
            }
            before = after
          }
        },
      ),
    )
  })

  it('replay gives the same state', () => {
    fc.assert(
      fc.property(history(), ({ steps, events, ledger }) => {
        expect(asData(fold(events))).toStrictEqual(asData(ledger))
        let replayed = emptyLedger()
        for (const { command, decision } of steps) {
          expect(decide(command, replayed)).toStrictEqual(decision)
          if (E.isRight(decision)) replayed = decision.right.reduce(evolve, replayed)
        }
        expect(asData(replayed)).toStrictEqual(asData(ledger))
      }),
    )
  })

  it('fold over a split history equals the fold over the whole', () => {
    fc.assert(
      fc.property(history(), fc.nat(), ({ events, ledger }, cut) => {
        const at = cut % (events.length + 1)
        const first = fold(events.slice(0, at))
        const kept = asData(fold(events.slice(0, at)))
        const whole = events.slice(at).reduce(evolve, first)
        expect(asData(whole)).toStrictEqual(asData(ledger))
        // The state in the middle is a value: it is what it was, and what follows it can follow it again.
        expect(asData(first)).toStrictEqual(kept)
        expect(asData(events.slice(at).reduce(evolve, first))).toStrictEqual(asData(whole))
      }),
    )
  })

  it('every event survives encode/decode', () => {
    const survive = (event: LedgerEvent) => {
      const stored: unknown = JSON.parse(JSON.stringify(EVENT_CODECS[event.type].encode(event as never)))
      expect(EVENT_CODECS[event.type].decode(upcast(event.type, stored))).toStrictEqual(E.right(event))
    }
    fc.assert(fc.property(history(), ({ events }) => events.forEach(survive)))
  })

  it('time never matters but through the command', () => {
    vi.useFakeTimers()
    const today = fc.date({ noInvalidDate: true })
    fc.assert(
      fc.property(history(), today, fc.integer({ min: -1e9, max: 1e9 }), ({ steps }, now, seconds) => {
        vi.setSystemTime(now)
        // Everything sooner or later by as much: the same decisions, sooner or later.
        fc.pre(!/"(?:1970|9999)-/.test(JSON.stringify(steps)))
        let ledger = emptyLedger()
        for (const { command, decision } of shifted(steps, seconds)) {
          expect(decide(command, ledger)).toStrictEqual(decision)
          if (E.isRight(decision)) ledger = decision.right.reduce(evolve, ledger)
        }
      }),
    )
  })

  afterEach(() => {
    vi.useRealTimers()
  })
})

const shifted = <Value>(value: Value, seconds: number): Value =>
  JSON.parse(JSON.stringify(value), (_, part: unknown) =>
    Instant.is(part) ? plusSeconds(part, seconds) : part,
  )

describe('the engine over every story', () => {
  it('a repeated command id changes nothing and answers the same', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 5 }), arbitrarySteps(), async (capacity, story) => {
        const run = await started(capacity)
        const rival = createSeatLedger(trial({}, run.world, 'b').platform)
        const done: { readonly send: Send; readonly id: string; readonly reply: Reply }[] = []
        for (const [index, { action, wait }] of story.entries()) {
          run.world.clock.set(run.world.clock.now() + wait * 1000)
          const [send, id] = [sending(action, run), `id-${index}`]
          const before = (await run.world.recorded()).length
          const reply = await send(run.ledger, id)
          const recorded = (await run.world.recorded()).length
          const again = await Promise.all([send(run.ledger, id), send(rival, id), send(run.ledger, id)])
          expect(again.map(said)).toStrictEqual(again.map(() => said(reply)))
          expect((await run.world.recorded()).length).toBe(recorded)
          if (recorded > before) done.push({ send, id, reply })
          notice(run, reply)
        }
        const end = (await run.world.recorded()).length
        const fresh = createSeatLedger(trial({}, run.world, 'c').platform)
        for (const { send, id, reply } of done) {
          for (const engine of [run.ledger, fresh])
            expect(said(await send(engine, id))).toStrictEqual(said(reply))
        }
        expect((await run.world.recorded()).length).toBe(end)
      }),
      { numRuns: 60 },
    )
  })
})
