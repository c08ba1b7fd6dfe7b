import { inspect } from 'node:util'
import { invitationKeys } from '@seat-ledger/node'
import { arbitraryHistory, arbitraryHistoryAndCommand, type History } from '@seat-ledger/testing'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { afterEach, assert, describe, expect, it, vi } from 'vitest'
import { decide } from '../src/domain/decide.js'
import { EVENT_CODECS, type LedgerEvent } from '../src/domain/events.js'
import { Instant, plusSeconds } from '../src/domain/instant.js'
import { emptyLedger, evolve, type Ledger, liveSeats, type Seat } from '../src/domain/ledger.js'
import { SeatAnswer } from '../src/engine/answers.js'
import { createSeatLedger, type SeatLedger } from '../src/engine/seat-ledger.js'
import { SeatError } from '../src/engine/seats.js'
import { invitationToken } from '../src/invitation/token.js'
import { upcast } from '../src/stored/upcast.js'
import { type Action, arbitraryAction, type Reply, type Send, sending } from './support/actions.js'
import { fold } from './support/fold.js'
import { STREAM, type Trial, teamInput, trial } from './support/trial.js'

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
    fc.assert(
      fc.property(
        arbitraryHistoryAndCommand(),
        fc.date({ noInvalidDate: true }),
        fc.integer({ min: -1e8, max: 1e8 }),
        ({ history: past, command }, today, seconds) => {
          const decision = decide(command, fold(past.events))
          vi.setSystemTime(today)
          expect(decide(command, fold(past.events))).toStrictEqual(decision)
          // Everything sooner or later by as much: the same decision, sooner or later.
          const years = JSON.stringify([past.events, command])
          fc.pre(!/"(?:1970|9999)-/.test(years))
          const moved = decide(shifted(command, seconds), fold(shifted(past.events, seconds)))
          expect(moved).toStrictEqual(shifted(decision, seconds))
        },
      ),
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

/** A trial in which everything that an answer shows is kept. */
interface Run {
  readonly world: Trial
  readonly ledger: SeatLedger
  readonly seatIds: string[]
  readonly tokens: string[]
}

const started = async (capacity: number, world = trial()): Promise<Run> => {
  const ledger = createSeatLedger(world.platform)
  assert(E.isRight(await ledger.openPool(teamInput(capacity))()))
  return { world, ledger, seatIds: [], tokens: [] }
}

const notice = (run: Run, reply: Reply): void => {
  const found = E.isLeft(reply) ? [] : [reply.right, ...Object.values(reply.right)]
  for (const one of found) {
    if (!(one instanceof SeatAnswer)) continue
    run.seatIds.push(one.seat.id)
    if (one.invitationToken !== null) run.tokens.push(one.invitationToken)
  }
}

/**
 * An answer without its position, which only says from where on it can be read, and without the ids of seats that
 * never came to be: a refused bulk names them where its own rows stand in each other's way.
 */
const said = (reply: Reply): string =>
  JSON.stringify(reply, (name, part: unknown) => (name === 'position' ? undefined : part)).replace(
    /("BulkRejected".*)/,
    (bulk) => bulk.replaceAll(/"team\.[^"]+"/g, '"a seat"'),
  )

interface Step {
  readonly action: Action
  readonly wait: number
}

const steps = (): fc.Arbitrary<Step[]> =>
  fc.array(fc.record({ action: arbitraryAction(), wait: fc.constantFrom(0, 1, 86_400) }), {
    maxLength: 15,
    size: 'max',
  })

describe('the engine over every story', () => {
  it('a repeated command id changes nothing and answers the same', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 5 }), steps(), async (capacity, story) => {
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

  it('no secret appears in any event, error or log line', async () => {
    const written: string[] = []
    const spies = [process.stdout, process.stderr].map((stream) =>
      vi.spyOn(stream, 'write').mockImplementation((chunk) => {
        written.push(String(chunk))
        return true
      }),
    )
    const key = Buffer.from('a-very-secret-key-of-32-bytes-ok')
    const keyTexts = (['utf8', 'hex', 'base64', 'base64url'] as const).map((encoding) =>
      key.toString(encoding),
    )
    try {
      await fc.assert(
        fc.asyncProperty(fc.nat({ max: 5 }), steps(), async (capacity, story) => {
          const base = trial()
          const keys = invitationKeys({ current: 'k1', keys: { k1: key } })
          const run = await started(capacity, {
            ...base,
            platform: { ...base.platform, invitationKeys: keys },
          })
          const seen: string[] = []
          const see = (value: unknown): void => {
            const json = JSON.stringify(value, (_, part: unknown) =>
              typeof part === 'bigint' ? `${part}` : part,
            )
            seen.push(inspect(value, { depth: Infinity, showHidden: true }), String(value), json ?? '')
            seen.push(inspect(value, { depth: Infinity, getters: true }))
          }
          for (const [index, { action, wait }] of story.entries()) {
            run.world.clock.set(run.world.clock.now() + wait * 1000)
            const reply = await sending(action, run)(run.ledger, `id-${index}`)
            see(reply)
            notice(run, reply)
            if (E.isLeft(reply)) {
              const error = new SeatError(reply.left)
              see(error)
              seen.push(error.message, error.stack ?? '')
            }
            for (const token of run.tokens.slice(-2)) see(await run.ledger.invitation({ token })())
          }
          for (const seatId of run.seatIds)
            see(await run.ledger.seatHistory({ organizationId: 'acme', seatId })())
          see(await run.world.recorded())
          see(run.ledger)
          see(keys)
          const text = [...seen, ...written].join('\n')
          const macs = run.tokens.map((token) => token.slice(token.lastIndexOf('.') + 1))
          // Also those that nobody asked for.
          for (const seatId of run.seatIds) {
            const made = invitationToken(keys, {
              organizationId: 'acme' as never,
              seatId: seatId as never,
              number: 1,
            })
            macs.push(made.slice(made.lastIndexOf('.') + 1))
          }
          for (const secret of [...run.tokens, ...macs, ...keyTexts])
            expect(text.includes(secret)).toBe(false)
          expect(text).toContain(STREAM)
        }),
        { numRuns: 40 },
      )
    } finally {
      for (const spy of spies) spy.mockRestore()
    }
  })
})
