import { arbitraryAppendFaults, arbitraryReadFaults } from '@seat-ledger/testing'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { assert, describe, expect, it } from 'vitest'
import { createSeatLedger, type SeatLedger } from '../../src/engine/seat-ledger.js'
import { invitationToken } from '../../src/invitation/token.js'
import {
  type Action,
  arbitraryAction,
  type Known,
  personAt,
  type Reply,
  sending,
} from '../support/actions.js'
import { ORGANIZATION } from '../support/facts.js'
import { inPool, type Trial, teamInput, trial } from '../support/trial.js'
import { wasTrue } from './asked.js'
import { type Done, expectLegal, inOrder, statesOf } from './order.js'
import { scheduledStore, type Weather } from './scheduled-store.js'

const RUNS = Number(process.env.RACE_RUNS ?? 250)

/** Which engines an action is sent to: the same command with the same id to both is a retry by another process. */
interface Order {
  readonly action: Action
  readonly engines: readonly (0 | 1)[]
}

interface Sent {
  readonly commandId: string
  readonly reply: Reply
  /** How many events there were when it was sent, and when it was answered. */
  readonly during: readonly [number, number]
}

const weather = (): fc.Arbitrary<Weather> =>
  fc.record({ append: arbitraryAppendFaults(6), read: arbitraryReadFaults(3) })

const orders = (): fc.Arbitrary<readonly Order[]> =>
  fc.array(
    fc.record({
      action: arbitraryAction(),
      engines: fc.constantFrom<readonly (0 | 1)[]>([0], [1], [0, 1], [0, 1], [1, 1]),
    }),
    { minLength: 2, maxLength: 8, size: 'max' },
  )

/** A pool of four seats, three of them pending, whose ids and tokens (also the next ones) everybody knows. */
const prepared = async (): Promise<{ readonly world: Trial; readonly known: Known }> => {
  const world = trial({}, undefined, 'setup-')
  const ledger = createSeatLedger(world.platform)
  assert(E.isRight(await ledger.openPool(teamInput(4))()))
  const seatIds: string[] = []
  const tokens: string[] = []
  for (const index of [0, 1, 2]) {
    const answer = await ledger.assign(inPool({ email: personAt(index) }))()
    assert(E.isRight(answer))
    const { id } = answer.right.seat
    seatIds.push(id)
    for (const number of [1, 2]) {
      tokens.push(
        invitationToken(world.platform.invitationKeys, { organizationId: ORGANIZATION, seatId: id, number }),
      )
    }
  }
  return { world, known: { seatIds, tokens } }
}

/** What a reply says of the command, without the position. */
const said = (reply: Reply): string =>
  JSON.stringify(reply, (name, part: unknown) => (name === 'position' ? undefined : part))

const isUnknown = (reply: Reply): boolean => E.isLeft(reply) && reply.left._tag === 'OutcomeUnknown'

const race = async (
  scheduler: fc.Scheduler,
  storms: readonly [Weather, Weather],
  story: readonly Order[],
) => {
  const { world, known } = await prepared()
  const before = (await world.recorded()).length
  const engines = storms.map((storm, index): SeatLedger => {
    const { platform } = trial({}, world, `e${index}-`)
    return createSeatLedger(
      { ...platform, eventStore: scheduledStore(world.store, storm, scheduler) },
      { attempts: 5 },
    )
  })
  const sent: Sent[] = []
  const calls = story.flatMap(({ action, engines: targets }, index) =>
    targets.map(async (target) => {
      const engine = engines[target]
      assert(engine !== undefined)
      const commandId = `id-${index}`
      const send = sending(action, known)
      await scheduler.schedule(Promise.resolve(), `${commandId} to engine ${target}`)
      const from = (await world.recorded()).length
      const reply = await send(engine, commandId)
      sent.push({ commandId, reply, during: [from, (await world.recorded()).length] })
    }),
  )
  await scheduler.waitFor(Promise.all(calls))
  return { recorded: await world.recorded(), before, sent, world, known }
}

describe('two engines on one store that loses races and answers', () => {
  it('leave a history that one engine alone could have written, with every acknowledged command in it once', async () => {
    const seen = { raced: 0, unknown: 0, refused: 0, done: 0 }
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.tuple(weather(), weather()),
        orders(),
        async (scheduler, storms, story) => {
          const { recorded, before, sent, world, known } = await race(scheduler, storms, story)
          const done = inOrder(recorded)
          expectLegal(done)
          const states = statesOf(recorded)
          const written = new Map<string, Done>()
          for (const one of done) {
            expect(written.has(one.commandId)).toBe(false)
            written.set(one.commandId, one)
          }
          for (const [index, { action }] of story.entries()) {
            const commandId = `id-${index}`
            const mine = sent.filter((sending) => sending.commandId === commandId)
            const replies = mine.map(({ reply }) => reply)
            const one = written.get(commandId)
            const answered = replies.filter(E.isRight)
            // A command that found nothing to do is not remembered: sent again later, it may find something.
            const early = answered.filter(({ right }) => right.revision < (one?.first ?? recorded.length))
            const first = answered.filter((reply) => !early.includes(reply))
            // A refusal was true at some moment while its command was on its way: never of a state long gone.
            for (const { reply, during } of mine) {
              if (E.isRight(reply) && !early.includes(reply)) continue
              const [from, to] = during
              expect(wasTrue(reply, action, known, states.slice(from, to + 1)), said(reply)).toBe(true)
            }
            if (one === undefined) expect(first).toStrictEqual([])
            else {
              // What is acknowledged is there, and what is there was acknowledged, or nobody knows.
              expect(first.map(({ right }) => right.revision)).toStrictEqual(first.map(() => one.revision))
              expect(first.length > 0 || replies.some(isUnknown)).toBe(true)
              // Whoever asks again, and wherever, gets the first answer.
              const late = createSeatLedger(trial({}, world, `late-${index}-`).platform)
              const again = said(await sending(action, known)(late, commandId))
              expect(first.map(said)).toStrictEqual(first.map(() => again))
              expect((await world.recorded()).length).toBe(recorded.length)
            }
            seen.done += answered.length
            seen.unknown += replies.filter(isUnknown).length
            seen.refused += replies.length - answered.length
          }
          if (recorded.length > before) seen.raced += 1
        },
      ),
      { numRuns: RUNS },
    )
    // The weather was as bad as it was meant to be, and yet most got through.
    expect(seen.raced).toBeGreaterThan(RUNS / 2)
    expect(seen.unknown).toBeGreaterThan(0)
    expect(seen.refused).toBeGreaterThan(RUNS / 4)
    expect(seen.done).toBeGreaterThan(RUNS)
  })
})
