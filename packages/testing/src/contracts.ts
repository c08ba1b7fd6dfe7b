import { describe, it } from 'vitest'
import { type BenefitsUnderTest, benefitsCases } from './contract/benefits.js'
import { type ContractCase, type Make, runCase, type Subject } from './contract/case.js'
import { type CheckpointsUnderTest, checkpointsCases } from './contract/checkpoints.js'
import { type ClockUnderTest, clockCases } from './contract/clock.js'
import type { EventStoreUnderTest } from './contract/event-store.js'
import type { FeedUnderTest } from './contract/feed.js'
import { type IdsUnderTest, idsCases } from './contract/ids.js'
import { type InvitationKeysUnderTest, invitationKeysCases } from './contract/invitation-keys.js'
import { type SnapshotsUnderTest, snapshotsCases } from './contract/snapshots.js'
import { eventStoreCases, feedCases } from './contract/suites.js'

/** How a contract runs for one adapter. */
export interface ContractOptions {
  /** Milliseconds that a case may take; vitest's own limit when left out. */
  readonly timeout?: number
  /** Rules that this adapter does not keep, by the case's name, each with its reason. A name that no case has is an error. */
  readonly skip?: Readonly<Record<string, string>>
}

/** Makes the function that registers a list of cases with vitest. */
const contract =
  <Tested extends Subject>(port: string, cases: readonly ContractCase<Tested>[]) =>
  (name: string, make: Make<Tested>, { timeout, skip = {} }: ContractOptions = {}): void => {
    const unknown = Object.keys(skip).filter((skipped) => cases.every((one) => one.name !== skipped))
    if (unknown.length > 0) throw new Error(`No case of ${port} is named: ${unknown.join('; ')}`)
    describe(`${name}, as ${port}`, () => {
      for (const one of cases) {
        const reason = skip[one.name]
        if (reason === undefined)
          it(one.name, timeout === undefined ? {} : { timeout }, () => runCase(one, make))
        else it.skip(`${one.name} (skipped: ${reason})`)
      }
    })
  }

/** Registers the rules of `EventStore` for one adapter. */
export const eventStoreContract = contract<EventStoreUnderTest>('EventStore', eventStoreCases)

/** Registers the rules of `Feed` for one adapter. */
export const feedContract = contract<FeedUnderTest>('Feed', feedCases)

/** Registers the rules of `Checkpoints` for one adapter. */
export const checkpointsContract = contract<CheckpointsUnderTest>('Checkpoints', checkpointsCases)

/** Registers the rules of `Snapshots` for one adapter. */
export const snapshotsContract = contract<SnapshotsUnderTest>('Snapshots', snapshotsCases)

/** Registers the rules of `Clock` for one adapter. */
export const clockContract = contract<ClockUnderTest>('Clock', clockCases)

/** Registers the rules of `Ids` for one adapter. */
export const idsContract = contract<IdsUnderTest>('Ids', idsCases)

/** Registers the rules of `InvitationKeys` for one adapter. */
export const invitationKeysContract = contract<InvitationKeysUnderTest>('InvitationKeys', invitationKeysCases)

/** Registers the rules of `Benefits` and `GrantedBenefits` for one host. */
export const benefitsContract = contract<BenefitsUnderTest>('Benefits', benefitsCases)
