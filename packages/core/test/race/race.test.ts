import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import type { Ledger } from '../../src/domain/ledger.js'
import { createSeatLedger } from '../../src/engine/seat-ledger.js'
import { type Reply, sending } from '../support/actions.js'
import { trial } from '../support/trial.js'
import { wasTrue } from './asked.js'
import { type Done, expectLegal, inOrder, statesOf } from './order.js'
import { arbitraryPlan, type Raced, race, type Sent } from './run.js'

const RUNS = Number(process.env.RACE_RUNS ?? 250)

/** What a reply says of the command, without the position. */
const said = (reply: Reply): string =>
  JSON.stringify(reply, (name, part: unknown) => (name === 'position' ? undefined : part))

const isUnknown = ({ reply }: Sent): boolean => E.isLeft(reply) && reply.left._tag === 'OutcomeUnknown'

/** What was recorded of each command: once, or not at all. */
const byCommand = (done: readonly Done[]): ReadonlyMap<string, Done> => {
  expect(new Set(done.map(({ commandId }) => commandId)).size).toBe(done.length)
  return new Map(done.map((one) => [one.commandId, one]))
}

/** Whether a reply gives the answer of a command that was recorded, and not that there was nothing to do before. */
const isFirstAnswer = ({ reply }: Sent, done: Done | undefined): boolean =>
  E.isRight(reply) && done !== undefined && reply.right.revision >= done.first

/** A refusal was true at some moment while its command was on its way: never of a state long gone. */
const expectTrue = (states: readonly Ledger[], { known }: Raced, { reply, action, during }: Sent): void => {
  const [from, to] = during
  expect(wasTrue(reply, action, known, states.slice(from, to + 1)), said(reply)).toBe(true)
}

const expectOneAnswer = async (
  { world, known, recorded }: Raced,
  sent: readonly Sent[],
  done: Done,
): Promise<void> => {
  const first = sent.filter((one) => isFirstAnswer(one, done))
  // What is recorded was acknowledged, or nobody knows; what is acknowledged is recorded, where it says.
  expect(first.length > 0 || sent.some(isUnknown)).toBe(true)
  for (const { reply } of first) expect(E.isRight(reply) && reply.right.revision).toBe(done.revision)
  // Whoever asks again, and wherever, gets the first answer.
  const late = createSeatLedger(trial({}, world, 'late-').platform)
  for (const { action, reply } of first) {
    expect(said(await sending(action, known)(late, done.commandId))).toBe(said(reply))
  }
  expect((await world.recorded()).length).toBe(recorded.length)
}

describe('two engines on one store that loses races and answers', () => {
  it('leave a history that one engine alone could have written, with every acknowledged command in it once', async () => {
    const seen = { recorded: 0, unknown: 0, refused: 0, repeated: 0 }
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), arbitraryPlan(), async (scheduler, plan) => {
        const raced = await race(scheduler, plan)
        const done = inOrder(raced.recorded)
        expectLegal(done)
        const states = statesOf(raced.recorded)
        const recorded = byCommand(done)
        for (const commandId of new Set(raced.sent.map((one) => one.commandId))) {
          const sent = raced.sent.filter((one) => one.commandId === commandId)
          const one = recorded.get(commandId)
          const others = sent.filter((reply) => !isFirstAnswer(reply, one))
          for (const reply of others) expectTrue(states, raced, reply)
          if (one !== undefined) await expectOneAnswer(raced, sent, one)
          seen.recorded += one === undefined ? 0 : 1
          seen.repeated += Math.max(0, sent.length - others.length - 1)
          seen.unknown += sent.filter(isUnknown).length
          seen.refused += sent.filter(({ reply }) => E.isLeft(reply)).length
        }
      }),
      { numRuns: RUNS },
    )
    // The weather was as bad as it was meant to be, and yet most got through.
    expect(seen.recorded).toBeGreaterThan(RUNS)
    expect(seen.repeated).toBeGreaterThan(RUNS / 10)
    expect(seen.refused).toBeGreaterThan(RUNS / 2)
    expect(seen.unknown).toBeGreaterThan(0)
  })
})
