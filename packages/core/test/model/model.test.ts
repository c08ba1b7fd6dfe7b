import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { assert, describe, it } from 'vitest'
import { createSeatLedger } from '../../src/engine/seat-ledger.js'
import { teamInput, trial } from '../support/trial.js'
import { arbitraryCommands } from './commands.js'
import { NaivePool } from './naive-pool.js'

const RUNS = Number(process.env.MODEL_RUNS ?? 400)

describe('the engine and a naive model', () => {
  it('say the same of every command and show the same pool, whatever the story', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryCommands(), async (commands) => {
        await fc.asyncModelRun(async () => {
          const world = trial()
          const ledger = createSeatLedger(world.platform)
          assert(E.isRight(await ledger.openPool(teamInput(3))()))
          return { model: new NaivePool(), real: { world, ledger, seatIds: [], tokens: [], sent: [] } }
        }, commands)
      }),
      { numRuns: RUNS },
    )
  })
})
