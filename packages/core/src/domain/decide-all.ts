import * as E from 'fp-ts/lib/Either.js'
import type { Command } from './commands.js'
import { type Decision, decide } from './decide.js'
import type { LedgerEvent } from './events.js'
import { evolve, type Ledger } from './ledger.js'
import type { RefusedRow } from './rejections.js'

/** The outcome of several commands decided one after another. */
export interface DecidedRows {
  /** The state after all events. */
  readonly ledger: Ledger
  readonly events: readonly LedgerEvent[]
  /** One decision per command, in order. */
  readonly decisions: readonly Decision[]
  readonly refused: readonly RefusedRow[]
}

/**
 * Decides each command on the state that the accepted ones before it left behind. An atomic bulk is refused when
 * `refused` is not empty; a partial one appends `events` and reports the refused rows.
 */
export const decideAll = (commands: readonly Command[], start: Ledger): DecidedRows => {
  let ledger = start
  const events: LedgerEvent[] = []
  const decisions: Decision[] = []
  const refused: RefusedRow[] = []
  for (const [index, command] of commands.entries()) {
    const decision = decide(command, ledger)
    decisions.push(decision)
    if (E.isLeft(decision)) {
      refused.push({ index, rejection: decision.left })
      continue
    }
    for (const event of decision.right) {
      events.push(event)
      ledger = evolve(ledger, event)
    }
  }
  return { ledger, events, decisions, refused }
}
