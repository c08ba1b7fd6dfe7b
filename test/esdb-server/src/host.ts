import type { Calls } from './calls.js'
import type { FaultPlan } from './faults/fault-plan.js'
import type { Groups } from './persistent/groups.js'
import type { Store } from './store/store.js'

/** Cuts what lies below a call: its own TCP connection, or every connection in the polite way. */
export interface Cables {
  reset(peer: string): void
  goAway(): void
}

/** What the services work with. */
export interface Host {
  readonly store: Store
  readonly faults: FaultPlan
  readonly calls: Calls
  readonly cables: Cables
  readonly groups: Groups
}
