import type { Benefits } from '../ports/benefits.js'
import type { ReactorOptions, RunningReactor } from '../reactors/running-reactor.js'
import { startReactor } from '../reactors/start-reactor.js'
import { benefitsReactor } from './benefits-reactor.js'

/** How benefits are granted and revoked. */
export interface BenefitsOptions extends Omit<ReactorOptions, 'reactor'> {
  readonly benefits: Benefits
  /** Names the checkpoint and the journal, where a host has several kinds of benefit; default `benefits`. */
  readonly name?: string
  /** How long the host may take for one answer, in seconds; default 30. Later counts as `TryLater`. */
  readonly timeoutSeconds?: number
}

/**
 * Keeps a host's benefits in step with the seats: grants when a seat is claimed, revokes when a claimed seat is revoked,
 * at least once and in the order of each pool. What fails is tried again with `PATIENT_RETRIES`, then parked; `replay`
 * of the running reactor handles it again. Run it in one process at a time.
 */
export const startBenefits = ({
  benefits,
  name = 'benefits',
  timeoutSeconds = 30,
  ...running
}: BenefitsOptions): RunningReactor =>
  startReactor({
    ...running,
    reactor: benefitsReactor({ benefits, name, timeoutSeconds, platform: running.platform }),
  })
