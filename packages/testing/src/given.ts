import { deepStrictEqual } from 'node:assert/strict'
import { inspect } from 'node:util'
import {
  type Command,
  type Decision,
  decide,
  emptyLedger,
  evolve,
  type LedgerEvent,
  type Refusal,
} from '@seat-ledger/core'
import * as E from 'fp-ts/lib/Either.js'

/** What is expected of a decision. Equality is deep and exact, order included; a failure shows the difference. */
export interface Then {
  /** The command leads to exactly these events in this order; to none, when none are given. */
  then(...events: readonly LedgerEvent[]): void
  /** The command is refused with exactly this refusal and its facts. */
  thenRefused(refusal: Refusal): void
}

/** A history, waiting for a command. */
export interface Given {
  /** Decides a command on the state that the events left behind. */
  when(command: Command): Then
}

/** A ledger with these events, and nothing else: no store, no clock, no ids. */
export const given = (...events: readonly LedgerEvent[]): Given => ({
  when: (command) => {
    const decision = decide(command, events.reduce(evolve, emptyLedger()))
    const expectDecision = (expected: Decision): void => {
      const title = `Given ${events.length} events, when ${inspect(command, { depth: 4 })}`
      compare(title, decision, expected)
    }
    return {
      // biome-ignore lint/suspicious/noThenProperty: "then" is the word; who returns this from a test has it compared with functions, and fails.
      then: (...expected) => expectDecision(E.right(expected)),
      thenRefused: (refusal) => expectDecision(E.left(refusal)),
    }
  },
})

/** `deepStrictEqual` shows a difference only when it writes the message, and only a title of ours says which command it was. */
const compare = (title: string, actual: Decision, expected: Decision): void => {
  try {
    deepStrictEqual(actual, expected)
  } catch (error) {
    if (error instanceof Error) error.message = `${title}\n${error.message}`
    throw error
  }
}
