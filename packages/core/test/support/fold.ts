import type { LedgerEvent } from '../../src/domain/events.js'
import { emptyLedger, evolve, type Ledger } from '../../src/domain/ledger.js'

/** The state after a history. */
export const fold = (history: readonly LedgerEvent[]): Ledger => history.reduce(evolve, emptyLedger())
