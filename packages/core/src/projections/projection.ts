import type { LedgerRecord } from '../stored/record.js'

/**
 * A read model: a fold over the log. `evolve` may change the state it is given and return it; the runner owns the state
 * and hands it out to queries only between two events.
 */
export interface Projection<State> {
  /** Names the reader's checkpoint; change it when the state's meaning changes, and the log is read anew. */
  readonly name: string
  /** The state before the first event. */
  readonly initial: () => State
  /** The state after one more event; it may be the same object, changed. */
  readonly evolve: (state: State, record: LedgerRecord) => State
}
