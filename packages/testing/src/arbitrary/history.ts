import {
  type Command,
  type Decision,
  decide,
  emptyLedger,
  evolve,
  type Instant,
  type Ledger,
  type LedgerEvent,
  type OrganizationId,
  type PoolId,
  plusSeconds,
} from '@seat-ledger/core'
import * as fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { commandOf, openPool } from './command-of.js'
import { arbitraryMoments, type Moment } from './intents.js'
import { arbitraryWorld, type World } from './world.js'

/** One command of a history and what was decided; refused ones and those that changed nothing included. */
export interface HistoryStep {
  readonly command: Command
  readonly decision: Decision
}

/** What really happened to a pool: every event was decided by the rules, in order of time. */
export interface History {
  readonly organizationId: OrganizationId
  readonly poolId: PoolId
  readonly steps: readonly HistoryStep[]
  readonly events: readonly LedgerEvent[]
  /** The state after all events. */
  readonly ledger: Ledger
}

/** How long a history may be. */
export interface HistoryOptions {
  /** 30 when left out. */
  readonly maxCommands?: number
}

/** A valid history of one pool: opened first, then random commands, each decided on the state that the ones before left. */
export const arbitraryHistory = ({ maxCommands = 30 }: HistoryOptions = {}): fc.Arbitrary<History> =>
  fc
    .tuple(arbitraryWorld(), arbitraryMoments(Math.max(0, maxCommands - 1)))
    .map(([world, moments]) => play(world, moments).history)

/** A history and one more command, which the rules may accept or refuse. */
export const arbitraryHistoryAndCommand = (
  options: HistoryOptions = {},
): fc.Arbitrary<{ readonly history: History; readonly command: Command }> =>
  fc
    .tuple(
      arbitraryWorld(),
      arbitraryMoments(options.maxCommands ?? 30),
      arbitraryMoments(1).filter(({ length }) => length > 0),
    )
    .map(([world, moments, [moment]]) => {
      const { history, at } = play(world, moments)
      if (moment === undefined) return { history, command: openPool(world, world.capacity, at) }
      const later = plusSeconds(at, moment.wait)
      const circumstances = { world, ledger: history.ledger, at: later, step: history.steps.length }
      return { history, command: commandOf(moment.intent, circumstances) }
    })

/** A command as it may come in the middle of any history. */
export const arbitraryCommand = (): fc.Arbitrary<Command> =>
  arbitraryHistoryAndCommand({ maxCommands: 10 }).map(({ command }) => command)

const play = (
  world: World,
  moments: readonly Moment[],
): { readonly history: History; readonly at: Instant } => {
  const { organizationId, poolId } = world
  let ledger = emptyLedger()
  let at = world.start
  const steps: HistoryStep[] = []
  const events: LedgerEvent[] = []
  const step = (command: Command): void => {
    const decision = decide(command, ledger)
    steps.push({ command, decision })
    if (E.isLeft(decision)) return
    for (const event of decision.right) {
      events.push(event)
      ledger = evolve(ledger, event)
    }
  }
  step(openPool(world, world.capacity, at))
  for (const { wait, intent } of moments) {
    at = plusSeconds(at, wait)
    step(commandOf(intent, { world, ledger, at, step: steps.length }))
  }
  return { history: { organizationId, poolId, steps, events, ledger }, at }
}
