import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { assert } from 'vitest'
import { SeatAnswer } from '../../src/engine/answers.js'
import { createSeatLedger, type SeatLedger } from '../../src/engine/seat-ledger.js'
import { type Action, arbitraryAction, type Reply } from './actions.js'
import { type Trial, teamInput, trial } from './trial.js'

/*
 * Stories: actions one after another on one engine, with time passing.
 */

/** A trial in which everything that an answer shows is kept. */
export interface Run {
  readonly world: Trial
  readonly ledger: SeatLedger
  readonly seatIds: string[]
  readonly tokens: string[]
}

export const started = async (capacity: number, world = trial()): Promise<Run> => {
  const ledger = createSeatLedger(world.platform)
  assert(E.isRight(await ledger.openPool(teamInput(capacity))()))
  return { world, ledger, seatIds: [], tokens: [] }
}

export const notice = (run: Run, reply: Reply): void => {
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
export const said = (reply: Reply): string =>
  JSON.stringify(reply, (name, part: unknown) => (name === 'position' ? undefined : part)).replace(
    /("BulkRejected".*)/,
    (bulk) => bulk.replaceAll(/"team\.[^"]+"/g, '"a seat"'),
  )

export interface Step {
  readonly action: Action
  readonly wait: number
}

export const arbitrarySteps = (): fc.Arbitrary<Step[]> =>
  fc.array(fc.record({ action: arbitraryAction(), wait: fc.constantFrom(0, 1, 86_400) }), {
    maxLength: 15,
    size: 'max',
  })
